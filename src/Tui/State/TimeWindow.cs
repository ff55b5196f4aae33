namespace VllmStream.Tui.State;

/// <summary>Which part of the run the figures are of.</summary>
internal enum TimeWindow
{
    /// <summary>All that was measured.</summary>
    Whole,

    /// <summary>The last ten seconds.</summary>
    Last10,

    /// <summary>The last minute.</summary>
    Last60,
}
