namespace VllmStream.Profiling.Metrics;

/// <summary>The one rounding of numbers that leave the program: done once, so that a number read back is the number shown.</summary>
public static class Rounded
{
    /// <summary>To three decimals: microseconds of a millisecond value. Never -0.</summary>
    public static double ToThousandth(double value) => Math.Round(value, 3) + 0.0;

    /// <summary>To six decimals, for ratios. Never -0.</summary>
    public static double ToMillionth(double value) => Math.Round(value, 6) + 0.0;

    /// <summary>To three decimals; null, NaN and infinity are null.</summary>
    public static double? OrNull(double? value) => value is { } number && double.IsFinite(number) ? ToThousandth(number) : null;

    /// <summary>A quotient to three decimals; null when there is nothing to divide by.</summary>
    public static double? Per(double amount, double per) => per > 0 && double.IsFinite(amount) ? ToThousandth(amount / per) : null;

    /// <summary>The share of failures, to six decimals; null where nothing was decided. Requests whose user left are neither, and would dilute it.</summary>
    public static double? ErrorRatio(long ok, long failed) => Ratio(failed, ok + failed);

    /// <summary>A share to six decimals; null of nothing.</summary>
    public static double? Ratio(double part, double whole) => whole > 0 ? ToMillionth(part / whole) : null;
}
