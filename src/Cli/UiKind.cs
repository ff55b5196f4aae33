namespace VllmStream.Cli;

/// <summary>How a run shows its progress; auto is decided before this.</summary>
internal enum UiKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Lines on stderr.</summary>
    Plain,

    /// <summary>A screen.</summary>
    Tui,
}
