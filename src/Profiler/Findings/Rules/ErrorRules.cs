using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Findings.Rules;

/// <summary>What failed.</summary>
internal static class ErrorRules
{
    // Fewer are in the table of failures, and no diagnosis.
    private const double LeastShare = 0.01;

    /// <summary>Requests failed.</summary>
    public static FindingRule Failures { get; } = new("failures", "at least 1 % of the requests failed; the most frequent kind is named with its likely cause", summary =>
    {
        var totals = summary.Totals;
        if (totals.ErrorRatio is not { } ratio || ratio < LeastShare || totals.Failures is not [var worst, ..])
            return null;
        var (cause, advice) = CauseOf(worst.Outcome);
        return Evidence.Of("warning", "failures", $"{worst.Count} of {totals.Ok + totals.Failed} requests failed with {worst.Outcome}: {cause}", advice,
            ("failed", totals.Failed), ("error_ratio", ratio), ("most_frequent", worst.Count));
    });

    private static (string Cause, string Advice) CauseOf(string outcome) => outcome switch
    {
        "rate_limited" => ("a gateway or the server limits the rate", "a lower --rate, or a key with a higher limit"),
        "connect_error" => ("nothing listens there any more, its backlog is full, or ports or file descriptors ran out", "look whether the server still runs; fewer new connections"),
        "stale_connection" => ("the server closes idle connections just when they are used again", "a longer keep-alive time-out at server or proxy than the pauses between requests"),
        "reset" => ("server or proxy broke connections with answers in flight: a crash, a restart, or a time-out", "the server's log at that time; proxy_read_timeout"),
        "timeout_connect" => ("connections were not accepted in time: the backlog is full or a firewall drops packets", "a larger backlog (--timeout-connect waits longer)"),
        "timeout_first_token" => ("no token came in time: the queue is longer than the time-out", "less load, or a longer --timeout-first-token"),
        "timeout_idle" => ("streams stood still in the middle", "the server's log; preemption; a proxy that holds streams"),
        "timeout_total" => ("answers took longer than the time-out", "a shorter --osl, less load, or a longer --timeout-total"),
        "error_inband" or "error_inband_partial" => ("the server failed after it had said 200", "the server's words in view 6 or failures, and its log"),
        "truncated" => ("streams ended without finish_reason and [DONE]: the server or a proxy cut them", "time-outs and buffer limits of proxies; the server's log"),
        "http_error" => ("the server refused or failed", "the server's words beside the failures"),
        "invalid_response" => ("answers did not meet the scenario's expectations", "look at a body with --record raw"),
        "protocol_error" => ("what came is no HTTP or no event stream", "look at the bytes with --record raw"),
        _ => ("see the failures below", "look at one with --record raw"),
    };
}
