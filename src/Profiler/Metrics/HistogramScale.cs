using System.Numerics;

namespace VllmStream.Profiling.Metrics;

/// <summary>The one histogram configuration of the program, and the arithmetic of its buckets.</summary>
/// <remarks>
/// Histograms of different configurations cannot be merged, so there is one: values are thousandths of a unit
/// (1 µs up to 1 h; 0.001 up to 3.6 million tok/s) at three significant digits. Layout as in every HdrHistogram:
/// 2048 buckets of width 1, then 1024 buckets for each doubling.
/// </remarks>
public static class HistogramScale
{
    /// <summary>Smallest distinct value above 0.</summary>
    public const long Lowest = 1;

    /// <summary>Largest value: one hour in microseconds.</summary>
    public const long Highest = 3_600_000_000;

    /// <summary>Significant digits; a bucket is at most 0.1 % wide.</summary>
    public const int Digits = 3;

    /// <summary>2 * 10^Digits values have buckets of width 1, rounded up to a power of two.</summary>
    private const int SubBucketBits = 11;

    private const int HalfCount = 1 << (SubBucketBits - 1);

    /// <summary>Buckets: 2^22 doublings of 2048 pass <see cref="Highest"/>.</summary>
    public const int Length = (22 + 1) * HalfCount;

    /// <summary>Bucket of a value within 0..<see cref="Highest"/>.</summary>
    public static int IndexOf(long value)
    {
        var doublings = DoublingsOf(value);
        return (doublings << (SubBucketBits - 1)) + (int)(value >> doublings);
    }

    /// <summary>Smallest value of a bucket.</summary>
    public static long LowestOf(int index)
    {
        var doublings = Math.Max(0, (index >> (SubBucketBits - 1)) - 1);
        return (long)(index - (doublings << (SubBucketBits - 1))) << doublings;
    }

    /// <summary>Middle of a bucket: the least wrong value to report for it.</summary>
    public static long MiddleOf(int index)
    {
        var doublings = Math.Max(0, (index >> (SubBucketBits - 1)) - 1);
        return LowestOf(index) + ((1L << doublings) >> 1);
    }

    private static int DoublingsOf(long value) =>
        Math.Max(0, 64 - SubBucketBits - BitOperations.LeadingZeroCount((ulong)value));
}
