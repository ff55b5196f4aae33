using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Findings.Rules;

/// <summary>This client's own part in the numbers.</summary>
internal static class ClientRules
{
    // A wait of less nobody sees, and less than this share of TTFT changes no figure that is read.
    private const double LeastWaitMs = 5;
    private const double LeastWaitShare = 0.1;

    /// <summary>The client was the limit.</summary>
    public static FindingRule Limit { get; } = new("client_limit", "this client was saturated, so its figures are not the server's: the run is NOT VALID", summary =>
        summary.Client is { InvalidReasons: [var reason, ..] } client
            ? Evidence.Of("invalid", "client_limit", $"this client was the limit, not the server: {reason}", "less load from this machine, nothing else running beside it, or more machines",
                ("send_lag_p99_ms", client.SendLagP99Ms), ("read_lag_p99_ms", client.ReadLagP99Ms), ("gc_pause_max_ms", client.GcPauseMaxMs), ("cpu_ratio", client.CpuRatio), ("cores", client.Cores))
            : null);

    /// <summary>Requests were sent late.</summary>
    public static FindingRule SendsLate { get; } = new("sends_late", "requests left later than planned: wait p99 above 5 ms and above a tenth of TTFT p50, which the percentiles from the send do not show", summary =>
        summary.Metrics is { WaitMs.P99: { } wait, TtftMs.P50: { } ttft } && wait > LeastWaitMs && wait > LeastWaitShare * ttft
            ? Evidence.Of("warning", "sends_late", $"requests left late: p99 of the wait is {wait:0.#} ms, beside a TTFT p50 of {ttft:0.#} ms", "read TTFT from schedule; raise --max-concurrency, or send less from this machine",
                ("wait_p99_ms", wait), ("ttft_p50_ms", ttft), ("ttft_from_schedule_p99_ms", summary.Metrics.TtftFromScheduleMs.P99))
            : null);
}
