using VllmStream.Profiling.Server.Scraping;

namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>A time as the server measured it.</summary>
public sealed record ServerTime
{
    /// <summary>Values.</summary>
    public double N { get; init; }

    /// <summary>Mean, from the growth of sum and count: exact. Null without values.</summary>
    public double? MeanMs { get; init; }

    /// <summary>Median, as far as the server's buckets tell.</summary>
    public BucketBounds? P50Ms { get; init; }

    /// <summary>90th percentile.</summary>
    public BucketBounds? P90Ms { get; init; }

    /// <summary>99th percentile.</summary>
    public BucketBounds? P99Ms { get; init; }

    /// <summary>What came into a histogram; null of null.</summary>
    internal static ServerTime? Of(HistogramSums? histogram) => histogram is null ? null : new ServerTime
    {
        N = Rounded.ToThousandth(histogram.Count),
        MeanMs = Rounded.OrNull(histogram.MeanMs),
        P50Ms = BucketBounds.Of(histogram, 0.5),
        P90Ms = BucketBounds.Of(histogram, 0.9),
        P99Ms = BucketBounds.Of(histogram, 0.99),
    };
}
