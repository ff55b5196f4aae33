using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Workload;
using VllmStream.Profiling.Workload.Prompts;

namespace VllmStream.Profiling.Probing;

/// <summary>Finds out how the server counts synthetic prompts, from what it reports for two of them.</summary>
/// <remarks>
/// Two lengths tell apart what it counts for each of our words and what its chat template adds: tokens = each x words + around.
/// Prompts of token ids are as long as they are, and need none of this.
/// </remarks>
internal sealed class Calibration(RunnerContext context, RunOptions options, ServerTerms terms)
{
    private const int ShortPrompt = 64;
    private const int LongPrompt = 576;

    /// <summary>Asks the server.</summary>
    /// <returns>The scale, or why there is none.</returns>
    public async Task<(PromptScale? Scale, StartFailure? Failure)> RunAsync()
    {
        if (StepPrompts.AreTokenIds(options.Workload))
            return (PromptScale.None, null);
        var (shorter, failure) = await CountAsync(ShortPrompt);
        if (failure is not null)
            return (null, failure);
        (var longer, failure) = await CountAsync(LongPrompt);
        if (failure is not null)
            return (null, failure);
        if (longer <= shorter)
            return (null, new StartFailure($"--exact-isl: the server counts {longer} tokens for {LongPrompt} words and {shorter} for {ShortPrompt}, which no length can be made from", "leave --exact-isl out"));
        var each = (double)(longer - shorter) / (LongPrompt - ShortPrompt);
        return (new PromptScale(each, shorter - each * ShortPrompt), null);
    }

    private async Task<(long Tokens, StartFailure? Failure)> CountAsync(int words)
    {
        var asked = options.Workload with { InputTokens = new LengthSpec(words, 0), Prefix = new PrefixSpec(0, 1), OutputTokens = new LengthSpec(1, 0), Trace = null };
        var record = await context.Lane.RunAsync(() => new SingleRequest(context, new RequestPlan(asked, terms).ForProbe).SendAsync(atMost: null));
        if (record.Outcome is not (Outcome.Ok or Outcome.OkEmpty or Outcome.NotStreamed))
            return (0, StartFailures.OfProbe(record, options with { Workload = asked }, []));
        return record.PromptTokens is { } tokens
            ? (tokens, null)
            : (0, new StartFailure("--exact-isl: the server does not say how many tokens a prompt has (usage.prompt_tokens)", "--endpoint completions, which takes token ids, or leave --exact-isl out"));
    }
}
