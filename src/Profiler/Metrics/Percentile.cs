namespace VllmStream.Profiling.Metrics;

/// <summary>Rank and sample rules of percentiles: nearest rank, and none from too few samples.</summary>
public static class Percentile
{
    /// <summary>Percentiles between these two stand on a single sample; outside, the tail must hold at least one of its own.</summary>
    private const double Tail = 5;

    /// <summary>Samples a percentile needs: 1 for p5..p95, 100 for p1 and p99, 1000 for p99.9.</summary>
    public static long SamplesNeeded(double percentile)
    {
        var tail = Math.Min(percentile, 100 - percentile);
        return tail >= Tail ? 1 : tail <= 0 ? long.MaxValue : (long)Math.Ceiling(Math.Round(100 / tail, 6));
    }

    /// <summary>True when <paramref name="n"/> samples are enough for a percentile.</summary>
    public static bool HasEnough(double percentile, long n) => n > 0 && n >= SamplesNeeded(percentile);

    /// <summary>Nearest rank, from 1: the smallest rank that has at least this share of the samples at or under it.</summary>
    public static long Rank(double percentile, long n)
    {
        // Through 1/1000 of a percent, as whole numbers: 0.999 * 1000 must be 999 and not a hair more.
        var share = (UInt128)Math.Round(percentile * 1_000);
        var rank = (long)((share * (ulong)n + 99_999) / 100_000);
        return Math.Clamp(rank, 1, Math.Max(1, n));
    }
}
