using System.Text;
using System.Text.Json;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Recording;
using VllmStream.Tests.Profiler.Metrics;
using VllmStream.Tests.Profiler.Output;

namespace VllmStream.Tests.Profiler.Reporting.Exchange;

/// <summary>A run file and its summary, from lines of requests or from records.</summary>
internal sealed record LoggedRun(string Text, RunSummary Summary)
{
    /// <summary>The file at its start.</summary>
    public MemoryStream Stream => new(Encoding.UTF8.GetBytes(Text));

    /// <summary>The stream of which every tool reports something else: role chunk, reasoning, content, a usage line, and 150 ms in the client's queue.</summary>
    public static RequestLine TenAnswers => new()
    {
        Group = "chat",
        Endpoint = "chat",
        Phase = RunPhase.Running,
        Attempt = 1,
        Outcome = Outcome.Ok,
        ScheduledMs = 1_000,
        StartedMs = 150,
        SentMs = 155,
        FirstEventMs = 550,
        FirstTokenMs = 550.1,
        FirstVisibleMs = 2_550,
        LastTokenMs = 4_550,
        EndMs = 4_551,
        PromptTokens = 30,
        OutputTokens = 101,
        TokenSource = TokenSource.UsageFinal,
        TokenEvents = 3,
        FirstEventTokens = 1,
        Bytes = 9_000,
        GapsUs = [1_999_900, 2_000_000],
    };

    /// <summary>A file of these lines, without a summary line of its own.</summary>
    public static LoggedRun Of(RunDescription description, IReadOnlyDictionary<string, string> tags, params RequestLine[] requests)
    {
        var text = new StringBuilder();
        Add(RunStartedLine.Of(description, options: null) with { MonotonicUs = 7_000_000, Tags = tags, Options = new Dictionary<string, string?> { ["tokenizer"] = "qwen.json" } });
        Add(new PhaseLine { Phase = RunPhase.Running, AtMs = 500, TMs = 500 });
        foreach (var request in requests)
        {
            request.TMs = request.ScheduledMs + (request.EndMs ?? 0);
            Add(request);
        }

        return Of(text.ToString());

        void Add(NdjsonLine line) => text.Append(JsonSerializer.Serialize(line, line.GetType(), NdjsonContext.Plain)).Append('\n');
    }

    /// <summary>A file of one request on one group.</summary>
    public static LoggedRun Of(params RequestLine[] requests) => Of(SummaryFactory.Description(), new Dictionary<string, string>(), requests);

    /// <summary>A file as it is.</summary>
    public static LoggedRun Of(string text) => new(text, SampleRun.Report(text));

    /// <summary>260 requests of two groups, some of them failed.</summary>
    public static LoggedRun Mixed(Profiling.Options.RecordDetail detail) => Of(SampleRun.PlayMixed(detail).Text);
}
