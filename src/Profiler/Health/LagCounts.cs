using System.Numerics;
using VllmStream.Profiling.Clock;

namespace VllmStream.Profiling.Health;

/// <summary>How often each lag occurred, in buckets at most 1.6 % wide. Added to without a lock by any thread, and only ever growing: an interval is the difference of two copies.</summary>
public sealed class LagCounts
{
    // A lag over a minute is a stopped process.
    private const long MaxMicroseconds = 60_000_000;

    // 128 buckets of 1 µs, then 64 for each doubling, as in an HdrHistogram of two digits.
    private const int SubBucketBits = 7;
    private const int Doublings = 20;

    /// <summary>Number of buckets.</summary>
    public const int Length = (Doublings + 1) << (SubBucketBits - 1);

    private readonly long[] _counts = new long[Length];

    /// <summary>Adds a lag; a negative one counts as none.</summary>
    public void Add(long ticks) => Interlocked.Increment(ref _counts[IndexOf(Math.Clamp(Ticks.ToMicroseconds(ticks), 0, MaxMicroseconds))]);

    /// <summary>Adds the counts so far to <paramref name="sums"/>, which has as many buckets.</summary>
    public void AddTo(Span<long> sums)
    {
        for (var i = 0; i < _counts.Length; i++)
            sums[i] += Volatile.Read(ref _counts[i]);
    }

    /// <summary>The middle of a bucket, in milliseconds.</summary>
    public static double MsOf(int index)
    {
        var doublings = Math.Max(0, (index >> (SubBucketBits - 1)) - 1);
        var lowest = (long)(index - (doublings << (SubBucketBits - 1))) << doublings;
        return (lowest + ((1L << doublings) >> 1)) / 1_000.0;
    }

    private static int IndexOf(long us)
    {
        var doublings = Math.Max(0, 64 - SubBucketBits - BitOperations.LeadingZeroCount((ulong)us));
        return (doublings << (SubBucketBits - 1)) + (int)(us >> doublings);
    }
}
