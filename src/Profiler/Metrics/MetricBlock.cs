using System.Text.Json.Serialization;

namespace VllmStream.Profiling.Metrics;

/// <summary>A distribution of times in numbers; milliseconds, null where there are too few samples.</summary>
public sealed record MetricBlock
{
    /// <summary>A block without samples.</summary>
    public static MetricBlock Empty { get; } = new();

    /// <summary>Samples.</summary>
    public long N { get; init; }

    /// <summary>Arithmetic mean.</summary>
    public double? Mean { get; init; }

    /// <summary>Smallest.</summary>
    public double? Min { get; init; }

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

    /// <summary>Largest.</summary>
    public double? Max { get; init; }

    /// <summary>Reads a distribution in one pass.</summary>
    public static MetricBlock Of(Distribution distribution)
    {
        Span<double?> values = stackalloc double?[6];
        distribution.Values([50, 75, 90, 95, 99, 99.9], values);
        return new MetricBlock
        {
            N = distribution.Count,
            Mean = distribution.Mean,
            Min = distribution.Min,
            P50 = values[0],
            P75 = values[1],
            P90 = values[2],
            P95 = values[3],
            P99 = values[4],
            P999 = values[5],
            Max = distribution.Max,
        };
    }
}
