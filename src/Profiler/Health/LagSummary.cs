namespace VllmStream.Profiling.Health;

/// <summary>Lags in milliseconds; null without enough samples.</summary>
/// <param name="Count">Samples.</param>
/// <param name="P50Ms">Median.</param>
/// <param name="P99Ms">99th percentile.</param>
/// <param name="MaxMs">The worst.</param>
internal readonly record struct LagSummary(long Count, double? P50Ms, double? P99Ms, double? MaxMs)
{
    // As everywhere: fewer samples have no 99th percentile.
    private const int SamplesForP99 = 100;

    // A run of a blink has a handful of samples, all from the moment when its code was compiled: they judge nothing.
    private const int SamplesForP50 = 20;

    /// <summary>Sums up what came between two copies of the same <see cref="LagCounts"/>.</summary>
    public static LagSummary Between(long[] before, long[] after)
    {
        var total = 0L;
        for (var i = 0; i < after.Length; i++)
            total += after[i] - before[i];
        return total == 0
            ? default
            : new LagSummary(
                total,
                total < SamplesForP50 ? null : At(before, after, Rank(total, 50)),
                total < SamplesForP99 ? null : At(before, after, Rank(total, 99)),
                At(before, after, total));
    }

    private static long Rank(long total, int percent) => Math.Max(1, ((total * percent) + 99) / 100);

    private static double At(long[] before, long[] after, long rank)
    {
        var seen = 0L;
        var index = 0;
        for (; index < after.Length - 1; index++)
        {
            seen += after[index] - before[index];
            if (seen >= rank)
                break;
        }
        return LagCounts.MsOf(index);
    }
}
