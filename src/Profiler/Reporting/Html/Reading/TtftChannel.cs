namespace VllmStream.Profiling.Reporting.Html.Reading;

/// <summary>Channels of a group's TTFT over time.</summary>
internal static class TtftChannel
{
    /// <summary>Median, ms.</summary>
    public const int P50 = 0;

    /// <summary>90th percentile, ms.</summary>
    public const int P90 = 1;

    /// <summary>99th percentile, ms; needs 100 samples.</summary>
    public const int P99 = 2;

    /// <summary>Samples.</summary>
    public const int N = 3;

    /// <summary>A book of these: percentiles cannot be averaged, so the highest stands for several.</summary>
    public static SeriesBook NewBook() => new(MergeRule.Highest, MergeRule.Highest, MergeRule.Highest, MergeRule.Sum);
}
