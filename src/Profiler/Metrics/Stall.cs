namespace VllmStream.Profiling.Metrics;

/// <summary>When a gap between two tokens is worth a word: a reader of the text saw it stand still, and its neighbours did not look like that. Pure.</summary>
internal static class Stall
{
    /// <summary>Shorter ones nobody sees.</summary>
    public const int LeastUs = 100_000;

    /// <summary>So many times the mean of the other gaps.</summary>
    public const double TimesOthers = 5;

    /// <summary>Fewer other gaps say nothing about what is usual.</summary>
    public const int LeastOthers = 8;

    /// <summary>Number of the token event that came after the stall, from 1; null = no gap was one.</summary>
    /// <param name="maxGapUs">The largest gap in microseconds.</param>
    /// <param name="maxGapToken">Number of the token event that ended it.</param>
    /// <param name="gaps">Number of gaps.</param>
    /// <param name="spanUs">All of them together.</param>
    public static int? Before(int maxGapUs, int maxGapToken, int gaps, long spanUs)
    {
        var others = gaps - 1;
        return others >= LeastOthers && maxGapUs >= LeastUs && maxGapUs >= TimesOthers * Math.Max(0, spanUs - maxGapUs) / others ? maxGapToken : null;
    }
}
