using System.Text.Json.Serialization;

namespace VllmStream.Profiling.Metrics;

/// <summary>A distribution of rates in numbers; tokens per second, null where there are too few samples.</summary>
/// <remarks>Percentiles are plain: p99 is the 99th from below. The bad end of a rate is the low one, so p1 and p10 stand here too.</remarks>
public sealed record RateBlock
{
    /// <summary>A block without samples.</summary>
    public static RateBlock Empty { get; } = new();

    /// <summary>Samples.</summary>
    public long N { get; init; }

    /// <summary>Arithmetic mean.</summary>
    public double? Mean { get; init; }

    /// <summary>Smallest: the worst.</summary>
    public double? Min { get; init; }

    /// <summary>1st percentile: 99 % of requests are at least this fast; needs 100 samples.</summary>
    public double? P1 { get; init; }

    /// <summary>10th percentile: 90 % of requests are at least this fast.</summary>
    public double? P10 { get; init; }

    /// <summary>Median.</summary>
    public double? P50 { get; init; }

    /// <summary>75th percentile.</summary>
    public double? P75 { get; init; }

    /// <summary>90th percentile.</summary>
    public double? P90 { get; init; }

    /// <summary>95th percentile.</summary>
    public double? P95 { get; init; }

    /// <summary>99th percentile; needs 100 samples.</summary>
    public double? P99 { get; init; }

    /// <summary>99.9th percentile; needs 1000 samples.</summary>
    [JsonPropertyName("p999")]
    public double? P999 { get; init; }

    /// <summary>Largest: the best.</summary>
    public double? Max { get; init; }

    /// <summary>Reads a distribution in one pass.</summary>
    public static RateBlock Of(Distribution distribution)
    {
        Span<double?> values = stackalloc double?[8];
        distribution.Values([1, 10, 50, 75, 90, 95, 99, 99.9], values);
        return new RateBlock
        {
            N = distribution.Count,
            Mean = distribution.Mean,
            Min = distribution.Min,
            P1 = values[0],
            P10 = values[1],
            P50 = values[2],
            P75 = values[3],
            P90 = values[4],
            P95 = values[5],
            P99 = values[6],
            P999 = values[7],
            Max = distribution.Max,
        };
    }
}
