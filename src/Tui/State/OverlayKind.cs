namespace VllmStream.Tui.State;

/// <summary>What lies over a view; Esc takes it away.</summary>
internal enum OverlayKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The keys.</summary>
    Help,

    /// <summary>How the metric of the view is defined.</summary>
    Definition,

    /// <summary>One request from its schedule to its end.</summary>
    Timeline,

    /// <summary>Everything second by second, on one time axis.</summary>
    Series,

    /// <summary>What the numbers say, with what to try and what proves it.</summary>
    Findings,

    /// <summary>A failed request's text and the end of its bytes.</summary>
    RawTail,
}
