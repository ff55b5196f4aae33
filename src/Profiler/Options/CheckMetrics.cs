namespace VllmStream.Profiling.Options;

/// <summary>Every name that a check may ask for, and what its limit is a number of.</summary>
public static class CheckMetrics
{
    /// <summary>The share of requests that ended in one way: <c>outcome.rate_limited</c>.</summary>
    public const string Outcome = "outcome";

    /// <summary>How many diagnoses there are, or whether a certain one is: <c>findings</c>, <c>findings.queueing</c>.</summary>
    public const string Findings = "findings";

    /// <summary>A run that is held against another one; no term of a command line, but a result among those of checks.</summary>
    public const string Baseline = "baseline";

    /// <summary>The statistic that counts samples.</summary>
    public const string SampleCount = "n";

    /// <summary>Statistics by name; percentiles are beside them.</summary>
    public static IReadOnlyList<string> Statistics { get; } = ["mean", "min", "max", SampleCount];

    /// <summary>How a request can end; a test holds them against the outcomes.</summary>
    public static IReadOnlyList<string> Outcomes { get; } =
    [
        "ok", "ok_empty", "not_streamed", "http_error", "rate_limited", "connect_error", "stale_connection", "reset", "timeout_connect", "timeout_first_token",
        "timeout_idle", "timeout_total", "error_inband", "error_inband_partial", "truncated", "protocol_error", "invalid_response", "cancelled_by_us",
    ];

    /// <summary>What can be found; a test holds them against the table of rules, whose floor stands above this one.</summary>
    public static IReadOnlyList<string> FindingCodes { get; } =
    [
        "client_limit", "sends_late", "failures", "throughput_collapse", "preemption", "queue_grows", "buffered", "stalls", "gpu_idle", "uneven_replicas", "agent_skew", "kv_cache_full",
        "queueing", "long_hurt_short", "batched", "connection_churn", "cold_start", "prefix_cache", "short_output", "too_few_samples", "region_skew", "several_tokens",
    ];

    /// <summary>Every metric by its name.</summary>
    internal static IReadOnlyList<string> All { get; } = [.. TermMetric.Distributed, .. TermMetric.PerRun, Outcome, Findings];

    /// <summary>Our name of a metric, also for the key that it has in a summary: <c>ttft_ms</c>, <c>tokens_per_s</c>, <c>error_ratio</c>.</summary>
    internal static string Canonical(string word) => word switch
    {
        "tokens_per_s" => "rate",
        "error_ratio" => "error_rate",
        _ when word.EndsWith("_ms", StringComparison.Ordinal) && TermMetric.Times.Contains(word[..^3]) => word[..^3],
        _ => TermMetric.Canonical(word),
    };

    internal static CheckLimitKind KindOf(string metric, string? statistic) => metric switch
    {
        _ when statistic == SampleCount => CheckLimitKind.Count,
        "error_rate" or "met_ratio" or Outcome => CheckLimitKind.Share,
        "goodput" or "requests_per_s" or "sent_per_s" => CheckLimitKind.RequestsPerS,
        "rate" or "output_tokens_per_s" or "input_tokens_per_s" => CheckLimitKind.TokensPerS,
        "requests" or "failed" or "left" or Findings => CheckLimitKind.Count,
        _ => CheckLimitKind.Time,
    };

    /// <summary>A comparison that would be right for it: <c>&lt; 800ms</c>.</summary>
    internal static string ExampleOf(string metric, string? statistic) => KindOf(metric, statistic) switch
    {
        CheckLimitKind.Time => "< 800ms",
        CheckLimitKind.Share => metric == "met_ratio" ? ">= 95%" : "< 1%",
        CheckLimitKind.RequestsPerS => "> 7",
        CheckLimitKind.TokensPerS => "> 20",
        _ => metric is Findings or "failed" ? "= 0" : ">= 1000",
    };

    /// <summary>A statistic that would be right for it.</summary>
    internal static string StatisticOf(string metric) => metric == "rate" ? "p1" : "p99";
}
