namespace VllmStream.Tui.State;

/// <summary>What is being typed.</summary>
internal enum DraftKind
{
    /// <summary>A filter of the requests.</summary>
    Filter,

    /// <summary>Another address of the server.</summary>
    Address,

    /// <summary>The file of a run to compare with.</summary>
    RunFile,
}
