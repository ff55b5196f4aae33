namespace VllmStream.Tui.Keys;

/// <summary>What a command asks of those around the screen.</summary>
internal enum Effect
{
    /// <summary>Nothing: the screen is drawn again.</summary>
    None,

    /// <summary>The run is to drain, or to stop.</summary>
    End,

    /// <summary>The screen is left.</summary>
    Leave,

    /// <summary>The screen is left, and its last picture printed.</summary>
    LeaveKeeping,

    /// <summary>The typed address takes the place of the server's.</summary>
    ChangeTarget,

    /// <summary>A file of a run is chosen, of those that are there.</summary>
    ChooseRun,

    /// <summary>The typed file is read, to be compared with.</summary>
    OpenRun,

    /// <summary>The server is looked for at once.</summary>
    RetryNow,

    /// <summary>A step more load.</summary>
    More,

    /// <summary>A step less load.</summary>
    Less,

    /// <summary>A new measured window.</summary>
    NewWindow,

    /// <summary>The screen's text is written to a file.</summary>
    Export,
}
