using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Findings.Rules;

/// <summary>How answers came over the wire.</summary>
internal static class StreamRules
{
    private const double LeastStalledShare = 0.005;

    // An end token that is counted and not sent makes two of a hundred.
    private const double SeveralTokensFrom = 1.05;

    /// <summary>Answers came all at once.</summary>
    public static FindingRule Buffered { get; } = new("buffered", "most answers came all at once although they were streamed: TTFT is that of the buffer, and TPOT and rate are left out", summary =>
        summary.Totals.StreamShape is { Verdict: "buffered" } shape
            ? Evidence.Of("warning", "buffered", $"{shape.Buffered} of {Known(shape)} answers came all at once: {shape.LikelyCause}", "ask the server itself, past the proxy; X-Accel-Buffering: no", ("buffered", shape.Buffered), ("of", Known(shape)))
            : null);

    /// <summary>Answers came in bursts.</summary>
    public static FindingRule Batched { get; } = new("batched", "most answers came in bursts of events: ITL is that of the bursts, TPOT is not touched", summary =>
        summary.Totals.StreamShape is { Verdict: "batched" } shape
            ? Evidence.Of("warning", "batched", $"{shape.Batched} of {Known(shape)} answers came in bursts of {shape.BurstEvents:0.#} events, one every {shape.BurstPeriodMs:0} ms: {shape.LikelyCause}", "read TPOT instead of ITL; --stream-interval 1 at the server, or no compression at the proxy",
                ("batched", shape.Batched), ("of", Known(shape)), ("burst_events", shape.BurstEvents), ("burst_period_ms", shape.BurstPeriodMs))
            : null);

    /// <summary>Answers stood still.</summary>
    public static FindingRule Stalls { get; } = new("stalls", "at least 0.5 % of the answers stood still in the middle (a gap above 250 ms and above five times their median)", summary =>
        summary.Totals.Smoothness is { StalledRequests: > 0 } smooth && smooth.StalledRequests >= LeastStalledShare * smooth.Requests
            ? Evidence.Of("warning", "stalls", $"{smooth.Stalls} stalls in {smooth.StalledRequests} of {smooth.Requests} answers, the longest {smooth.LongestStallMs:0} ms, {smooth.StalledRatio * 100:0.##} % of the streaming time",
                summary.Server?.Counts.Preemptions > 0 ? "preemptions of the server; long prompts that hold its steps up" : "long prompts that hold the server's steps up (chunked prefill), its garbage collection, a busy proxy",
                ("stalls", smooth.Stalls), ("stalled_requests", smooth.StalledRequests), ("requests", smooth.Requests), ("longest_stall_ms", smooth.LongestStallMs), ("stalled_ratio", smooth.StalledRatio))
            : null);

    /// <summary>Events hold several tokens.</summary>
    public static FindingRule SeveralTokens { get; } = new("several_tokens", "events hold more than one token (speculative decoding, --stream-interval): ITL is the time between chunks", summary =>
        summary.Totals is { TokensPerEvent: > SeveralTokensFrom and var tokens, StreamShape.Verdict: not ("batched" or "buffered") }
            ? Evidence.Of("info", "several_tokens", $"{tokens:0.##} tokens per event{(summary.Server?.SpecAcceptanceLength is { } length ? $", {length:0.##} per draft by the server" : "")}: ITL is the time between chunks", "read TPOT for the time per token",
                ("tokens_per_event", tokens), ("spec_acceptance_length", summary.Server?.SpecAcceptanceLength))
            : null);

    private static long Known(StreamShapeFigures shape) => shape.Streamed + shape.Batched + shape.Buffered;
}
