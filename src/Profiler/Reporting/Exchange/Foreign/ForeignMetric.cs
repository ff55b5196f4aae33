namespace VllmStream.Profiling.Reporting.Exchange.Foreign;

/// <summary>One metric of another tool: its samples where the file has them, else the statistics that it has. Milliseconds, or tokens per second for a rate; null = not there.</summary>
public sealed record ForeignMetric
{
    /// <summary>Every sample, in the order of the file; null when it has statistics only.</summary>
    public IReadOnlyList<double>? Samples { get; init; }

    /// <summary>Samples behind the statistics; null when the file does not say.</summary>
    public long? N { get; init; }

    /// <summary>Arithmetic mean.</summary>
    public double? Mean { get; init; }

    /// <summary>Standard deviation.</summary>
    public double? Std { get; init; }

    /// <summary>Median.</summary>
    public double? P50 { get; init; }

    /// <summary>90th percentile.</summary>
    public double? P90 { get; init; }

    /// <summary>95th percentile.</summary>
    public double? P95 { get; init; }

    /// <summary>99th percentile.</summary>
    public double? P99 { get; init; }

    /// <summary>A metric of samples; null without any.</summary>
    public static ForeignMetric? Of(IReadOnlyList<double> samples) => SampleStatistics.Of(samples) is { } statistics
        ? new ForeignMetric
        {
            Samples = samples,
            N = statistics.Count,
            Mean = statistics.Mean,
            Std = statistics.Std,
            P50 = statistics.Median,
            P90 = statistics.Percentile(90),
            P95 = statistics.Percentile(95),
            P99 = statistics.Percentile(99),
        }
        : null;
}
