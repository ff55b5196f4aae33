namespace VllmStream.Profiling.Reporting.Html.Reading;

/// <summary>Channels of a metrics page over time.</summary>
internal static class ServerChannel
{
    /// <summary>Requests waiting.</summary>
    public const int Waiting = 0;

    /// <summary>Requests running.</summary>
    public const int Running = 1;

    /// <summary>KV cache in use, 0..1.</summary>
    public const int KvCache = 2;

    /// <summary>A book of these.</summary>
    public static SeriesBook NewBook() => new(MergeRule.Highest, MergeRule.Highest, MergeRule.Highest);
}
