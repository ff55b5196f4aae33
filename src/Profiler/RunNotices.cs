using VllmStream.Profiling.Options;
using VllmStream.Profiling.Options.Scenarios;
using VllmStream.Profiling.Probing;
using VllmStream.Profiling.Transport;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling;

/// <summary>What a reader must know before the numbers.</summary>
internal static class RunNotices
{
    public static IReadOnlyList<string> Of(RunOptions options, IReadOnlyList<ScenarioStep> steps, ReadyServer ready)
    {
        var notices = new List<string>();
        if (options.Connection.Insecure)
            notices.Add("the server's certificate was not checked (--insecure)");
        if (options.Connection.ProxyName is { } proxy)
            notices.Add($"through the proxy {proxy}");
        if (options.Connection.Http2)
            notices.Add("HTTP/2: times are taken in user space, and the streams of a connection share its reads");
        if (options.Tokenizer is { Path: null })
            notices.Add("every answer is sent to the server once more, to /tokenize: that is load as well (--tokenizer server)");
        if (RunDescribing.MostConnections(options) is { } most && SystemLimits.WarnOfPorts(most) is { } ports)
            notices.Add(ports);
        AddRefused(notices, ready.Refused, options.Tokenizer is null ? "chunks" : "the tokenizer");
        if (options.Workload.ReusePrompts)
        {
            notices.Add("every stage sends the same prompts (--reuse-prompts): a prefix cache may know them");
            if (options.Workload.Mode == RequestMode.Paired)
                notices.Add("the second of a pair has the prompt of the first: a prefix cache helps whichever comes later");
        }
        else if (steps.Any(step => IsGiven(step.Request) && ready.Terms.HasNonce(step.Request)))
            notices.Add("given prompts begin with a nonce of their stage, so that no prefix cache knows them; --reuse-prompts sends them as they are");
        return notices;
    }

    private static bool IsGiven(WorkloadOptions request) => request.Prompts.Count > 0 || request.PromptEntries.Count > 0 || request.System is not null;

    private static void AddRefused(List<string> notices, OptionalFields refused, string counter)
    {
        if (refused.HasFlag(OptionalFields.StreamOptions))
            notices.Add($"the server refuses stream_options: tokens are counted by {counter}");
        if (refused.HasFlag(OptionalFields.CacheSalt))
            notices.Add("the server refuses cache_salt");
        if (refused.HasFlag(OptionalFields.IgnoreEos))
            notices.Add("the server refuses ignore_eos: answers may be shorter than the trace says");
    }
}
