using VllmStream.Profiling.Server.Scraping;

namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>A percentile of a server's histogram: the bucket it lies in. Milliseconds.</summary>
/// <param name="Above">It is more than this.</param>
/// <param name="UpTo">And no more than this; null in the last bucket, which is open.</param>
public sealed record BucketBounds(double Above, double? UpTo)
{
    private const double MsPerSecond = 1_000;

    // As everywhere: a percentile needs a sample of its own in the tail.
    private const double SamplesPerTail = 1;

    /// <summary>The bounds of a percentile; null without buckets, or with too few values for it.</summary>
    internal static BucketBounds? Of(HistogramSums histogram, double share) =>
        share > 0.5 && histogram.Count * (1 - share) < SamplesPerTail - 1e-9 || histogram.Bounds(share) is not { } bounds
            ? null
            : new BucketBounds(Rounded.ToThousandth(bounds.Above * MsPerSecond), Rounded.OrNull(bounds.UpTo * MsPerSecond));
}
