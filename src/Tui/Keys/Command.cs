namespace VllmStream.Tui.Keys;

/// <summary>What a person at the screen can do.</summary>
internal enum Command
{
    /// <summary>Shows the keys.</summary>
    Help,

    /// <summary>Opens view 1.</summary>
    View1,

    /// <summary>Opens view 2.</summary>
    View2,

    /// <summary>Opens view 3.</summary>
    View3,

    /// <summary>Opens view 4.</summary>
    View4,

    /// <summary>Opens view 5.</summary>
    View5,

    /// <summary>Opens view 6.</summary>
    View6,

    /// <summary>Opens view 7.</summary>
    View7,

    /// <summary>Opens view 8.</summary>
    View8,

    /// <summary>Opens view 9.</summary>
    View9,

    /// <summary>Next panel.</summary>
    NextPanel,

    /// <summary>Panel before.</summary>
    PreviousPanel,

    /// <summary>A row up.</summary>
    Up,

    /// <summary>A row down.</summary>
    Down,

    /// <summary>A page up.</summary>
    PageUp,

    /// <summary>A page down.</summary>
    PageDown,

    /// <summary>The request before.</summary>
    Left,

    /// <summary>The request after.</summary>
    Right,

    /// <summary>Opens what is under the cursor.</summary>
    Open,

    /// <summary>Shows what the numbers say.</summary>
    Findings,

    /// <summary>Back.</summary>
    Back,

    /// <summary>Stops and resumes drawing.</summary>
    Freeze,

    /// <summary>Ends the run, then the program.</summary>
    Quit,

    /// <summary>Leaves, and prints the last screen.</summary>
    LeaveKeeping,

    /// <summary>Next group.</summary>
    Group,

    /// <summary>All groups.</summary>
    AllGroups,

    /// <summary>Streamed requests, the others, or both.</summary>
    Mode,

    /// <summary>Next part of the run.</summary>
    Window,

    /// <summary>Logarithmic or linear.</summary>
    Axis,

    /// <summary>Next set of percentiles.</summary>
    Percentiles,

    /// <summary>Next column to sort by.</summary>
    Sort,

    /// <summary>Sorts the other way round.</summary>
    Reverse,

    /// <summary>Types a filter.</summary>
    Filter,

    /// <summary>Shows how a metric is defined.</summary>
    Define,

    /// <summary>Writes the screen to a file.</summary>
    Export,

    /// <summary>Shows the raw end of a request.</summary>
    Raw,

    /// <summary>Next first side of a comparison.</summary>
    SideA,

    /// <summary>Next other side of a comparison.</summary>
    SideB,

    /// <summary>Reads a run of before, to compare with.</summary>
    OpenRun,

    /// <summary>Types another address of the server.</summary>
    EditTarget,

    /// <summary>Looks for the server now.</summary>
    Retry,

    /// <summary>More load.</summary>
    More,

    /// <summary>Less load.</summary>
    Less,

    /// <summary>Measures anew.</summary>
    NewWindow,
}
