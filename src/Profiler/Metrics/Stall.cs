namespace VllmStream.Profiling.Metrics;

/// <summary>When a gap between two tokens is a stall: a reader of the text saw it stand still, and its neighbours did not look like that. Pure.</summary>
internal static class Stall
{
    /// <summary>Shorter ones nobody minds, microseconds.</summary>
    public const int LeastUs = 250_000;

    /// <summary>A stall is more than so many times the median of the answer's gaps.</summary>
    public const double TimesMedian = 5;

    /// <summary>Of an answer in flight fewer other gaps say nothing about what is usual.</summary>
    private const int LeastOthers = 8;

    /// <summary>A longer gap of an answer is a stall, microseconds.</summary>
    /// <param name="medianUs">Median of its gaps.</param>
    public static double Threshold(double medianUs) => Math.Max(TimesMedian * medianUs, LeastUs);

    /// <summary>Whether the largest gap of an answer in flight is one: number of the token event that came after it, from 1; null = it is none.</summary>
    /// <remarks>Nobody keeps the gaps of an answer in flight in order: the mean of the others stands for the median.</remarks>
    /// <param name="maxGapUs">The largest gap in microseconds.</param>
    /// <param name="maxGapToken">Number of the token event that ended it.</param>
    /// <param name="gaps">Number of gaps.</param>
    /// <param name="spanUs">All of them together.</param>
    public static int? Before(int maxGapUs, int maxGapToken, int gaps, long spanUs)
    {
        var others = gaps - 1;
        return others >= LeastOthers && maxGapUs > Threshold((double)Math.Max(0, spanUs - maxGapUs) / others) ? maxGapToken : null;
    }
}
