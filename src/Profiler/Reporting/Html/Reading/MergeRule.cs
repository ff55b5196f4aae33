namespace VllmStream.Profiling.Reporting.Html.Reading;

/// <summary>What becomes of the values of several intervals when there is room for one point.</summary>
internal enum MergeRule
{
    /// <summary>The mean over their time: exact for rates.</summary>
    Mean,

    /// <summary>The highest: for levels, and for percentiles, which cannot be averaged.</summary>
    Highest,

    /// <summary>The sum: for counts.</summary>
    Sum,
}
