namespace VllmStream.Tui.State;

/// <summary>What the person at the screen has chosen. Of the screen's thread.</summary>
internal sealed class ScreenState
{
    /// <summary>The open view.</summary>
    public ViewId View { get; set; }

    /// <summary>What lies over it.</summary>
    public OverlayKind Overlay { get; set; }

    /// <summary>The group; null = all.</summary>
    public string? Group { get; set; }

    /// <summary>Streamed requests, the others, or both.</summary>
    public ModeFilter Mode { get; set; }

    /// <summary>The part of the run.</summary>
    public TimeWindow Window { get; set; }

    /// <summary>Percentiles.</summary>
    public PercentileSet Percentiles { get; set; }

    /// <summary>False for linear axes.</summary>
    public bool IsLog { get; set; } = true;

    /// <summary>True when the figures stand still.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>Number of the focused panel of the view.</summary>
    public int Panel { get; set; }

    /// <summary>Row under the cursor in a list.</summary>
    public int Row { get; set; }

    /// <summary>Column that a list is sorted by.</summary>
    public int SortColumn { get; set; }

    /// <summary>True for the other way round.</summary>
    public bool SortReversed { get; set; }

    /// <summary>The filter of the requests; empty = none.</summary>
    public string Filter { get; set; } = "";

    /// <summary>Name of the first side of a comparison; null = nobody has chosen.</summary>
    public string? SideA { get; set; }

    /// <summary>Name of the other side.</summary>
    public string? SideB { get; set; }

    /// <summary>What is being typed; null = nothing is.</summary>
    public string? Draft { get; set; }

    /// <summary>What it is to be.</summary>
    public DraftKind DraftKind { get; set; }

    /// <summary>Files of runs in the current folder, the newest first; read when one is asked for.</summary>
    public IReadOnlyList<string> RunFiles { get; set; } = [];

    /// <summary>The address or the file that was typed last.</summary>
    public string Typed { get; set; } = "";

    /// <summary>The request whose timeline is open.</summary>
    public long? OpenRequest { get; set; }

    /// <summary>A word about what was just done, in place of the footer; null = none.</summary>
    public string? Notice { get; set; }
}
