using System.Text.Json.Serialization;

namespace VllmStream.Profiling.Metrics;

/// <summary>A distribution of one interval in numbers; milliseconds, null where there are too few samples.</summary>
public sealed record IntervalBlock
{
    /// <summary>Samples.</summary>
    public long N { get; init; }

    /// <summary>Median.</summary>
    public double? P50 { get; init; }

    /// <summary>90th percentile.</summary>
    public double? P90 { get; init; }

    /// <summary>95th percentile.</summary>
    public double? P95 { get; init; }

    /// <summary>99th percentile; needs 100 samples.</summary>
    public double? P99 { get; init; }

    /// <summary>Largest.</summary>
    public double? Max { get; init; }

    /// <summary>The samples themselves, by bucket: so that intervals can be joined to a longer one; empty where no screen asks for it.</summary>
    [JsonIgnore]
    public IReadOnlyList<HistogramBar> Bars { get; init; } = [];

    /// <summary>Reads a distribution in one pass.</summary>
    /// <param name="distribution">The samples.</param>
    /// <param name="keepsBars">True keeps the samples by bucket beside the figures, some 16 KB.</param>
    public static IntervalBlock Of(Distribution distribution, bool keepsBars)
    {
        Span<double?> values = stackalloc double?[4];
        distribution.Values([50, 90, 95, 99], values);
        return new IntervalBlock
        {
            N = distribution.Count,
            P50 = values[0],
            P90 = values[1],
            P95 = values[2],
            P99 = values[3],
            Max = distribution.Max,
            Bars = keepsBars ? distribution.Bars() : [],
        };
    }
}
