namespace VllmStream.Profiling.Metrics;

/// <summary>The distributions that a screen draws, as buckets in rising order that are not empty; immutable.</summary>
public sealed record MetricBars
{
    /// <summary>Nothing measured.</summary>
    public static MetricBars Empty { get; } = new();

    /// <summary>Time to first token, ms.</summary>
    public IReadOnlyList<HistogramBar> Ttft { get; init; } = [];

    /// <summary>Gaps between token events, ms.</summary>
    public IReadOnlyList<HistogramBar> Itl { get; init; } = [];

    /// <summary>Decode rate per request, tok/s.</summary>
    public IReadOnlyList<HistogramBar> Rate { get; init; } = [];

    /// <summary>Whole request, ms.</summary>
    public IReadOnlyList<HistogramBar> E2e { get; init; } = [];

    /// <summary>Reads a set of distributions.</summary>
    internal static MetricBars Of(HistogramSet set) => new()
    {
        Ttft = set[MetricId.Ttft].Bars(),
        Itl = set[MetricId.Itl].Bars(),
        Rate = set[MetricId.TokensPerSecond].Bars(),
        E2e = set[MetricId.E2e].Bars(),
    };
}
