using VllmStream.Profiling;
using VllmStream.Profiling.Metrics;
using VllmStream.Tui.State;

namespace VllmStream.Tests.Tui;

/// <summary>Runs that are over: some whose numbers say something, one whose numbers say nothing, one whose sentences never end.</summary>
internal static class FindingModels
{
    public static ScreenData None { get; } = Over([]);

    public static ScreenData One { get; } = Over([Diagnosis("warning", "batched", "612 of 629 answers came in bursts of 8 events, one every 165 ms: output of several steps in one chunk", "read TPOT instead of ITL; --stream-interval 1 at the server, or no compression at the proxy", ("batched", 612), ("of", 629), ("burst_events", 8), ("burst_period_ms", 165.2))]);

    public static ScreenData Several { get; } = Over([
        Diagnosis("invalid", "client_limit", "this client was the limit, not the server: send lag p99 48 ms", "less load from this machine, nothing else running beside it, or more machines", ("send_lag_p99_ms", 48.2), ("read_lag_p99_ms", 0.1), ("cores", 16)),
        Diagnosis("warning", "failures", "9 of 638 requests failed with rate_limited: a gateway or the server limits the rate", "a lower --rate, or a key with a higher limit", ("failed", 9), ("error_ratio", 0.014107), ("most_frequent", 5)),
        Diagnosis("warning", "preemption", "the server preempted 12 requests: its KV cache is too small for this load, and their work was done twice", "a smaller --max-num-seqs, a larger --gpu-memory-utilization, or shorter contexts", ("preemptions", 12), ("kv_cache_max_ratio", 1), ("running_max", 61)),
        Diagnosis("warning", "stalls", "3 stalls in 2 of 629 answers, the longest 1520 ms, 0.09 % of the streaming time", "preemptions of the server; long prompts that hold its steps up", ("stalls", 3), ("stalled_requests", 2), ("requests", 629), ("longest_stall_ms", 1_520), ("stalled_ratio", 0.000917)),
        Diagnosis("info", "several_tokens", "3.25 tokens per event: ITL is the time between chunks", "read TPOT for the time per token", ("tokens_per_event", 3.25)),
        new Finding("warning", "clamped", "4 values over an hour were counted as one hour"),
    ]);

    public static ScreenData Endless { get; } = Over([
        Diagnosis("warning", "failures", $"\u001b[31m組织{new string('x', 300)}\u001b[0m\n{new string('y', 2_000)} 🚀", new string('z', 900), ($"a_name_{new string('n', 300)}", 1e15), ("small", 1e-6)),
        Diagnosis("info", "several_tokens", string.Join(' ', Enumerable.Repeat("word", 400)), null),
    ]);

    public static IReadOnlyDictionary<string, ScreenData> All { get; } = new Dictionary<string, ScreenData>(StringComparer.Ordinal) { ["none"] = None, ["one"] = One, ["several"] = Several, ["endless"] = Endless };

    /// <summary>The small run when it is over.</summary>
    public static ScreenData Over(IReadOnlyList<Finding> findings, RunState state = RunState.Finished)
    {
        var summary = new RunSummary
        {
            Run = Models.Small.Run!,
            Judgement = new Judgement(Verdict.Valid, 0, null, "ok"),
            Totals = new RunTotals { Steady = ThroughputFigures.Of(0, 84_000, 84_000, 629, 629, 629 * 182, 629) },
            Findings = findings,
        };
        return Models.Small with { Live = [], Summary = summary, Status = new RunStatus { State = state, ElapsedMs = 96_000, MeasuredMs = 84_000, InFlight = 0, Summary = summary } };
    }

    private static Finding Diagnosis(string level, string code, string text, string? advice, params ReadOnlySpan<(string Name, double Value)> evidence)
    {
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, value) in evidence)
            numbers.Add(name, value);
        return new Finding(level, code, text) { Advice = advice, Evidence = numbers };
    }
}
