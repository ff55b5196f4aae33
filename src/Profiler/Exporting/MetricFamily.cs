using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Exporting;

/// <summary>How a metric of ours is called on a page, and where its buckets lie.</summary>
/// <param name="Metric">Ours.</param>
/// <param name="Name">Theirs, with its unit.</param>
/// <param name="Buckets">Upper bounds in that unit, rising; infinity follows.</param>
internal sealed record MetricFamily(MetricId Metric, string Name, IReadOnlyList<double> Buckets)
{
    // The bounds of vLLM's own histograms of such times, so that a page of ours can be held against one of its.
    private static readonly double[] FirstToken =
        [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560];

    private static readonly double[] BetweenTokens =
        [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80];

    private static readonly double[] Whole =
        [0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680];

    // What one reader of an answer notices, from slow to fast.
    private static readonly double[] Rates = [1, 2, 5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300, 500, 1000];

    /// <summary>Every family with a distribution.</summary>
    public static IReadOnlyList<MetricFamily> All { get; } =
    [
        new(MetricId.Ttft, "vllmstream_time_to_first_token_seconds", FirstToken),
        new(MetricId.Ttfc, "vllmstream_time_to_first_content_seconds", FirstToken),
        new(MetricId.Itl, "vllmstream_inter_token_latency_seconds", BetweenTokens),
        new(MetricId.Tpot, "vllmstream_time_per_output_token_seconds", BetweenTokens),
        new(MetricId.E2e, "vllmstream_e2e_request_latency_seconds", Whole),
        new(MetricId.Wait, "vllmstream_client_wait_seconds", FirstToken),
        new(MetricId.TokensPerSecond, "vllmstream_request_output_tokens_per_second", Rates),
    ];

    /// <summary>True where the value rests on a count of tokens: who counted them is then a label, <c>source</c>.</summary>
    public bool CountsTokens => Metric is MetricId.Tpot or MetricId.TokensPerSecond;

    /// <summary>True for a rate.</summary>
    public bool IsRate => Metric == MetricId.TokensPerSecond;
}
