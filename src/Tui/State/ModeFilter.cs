namespace VllmStream.Tui.State;

/// <summary>Which requests the figures are of, by how their answers come.</summary>
internal enum ModeFilter
{
    /// <summary>All.</summary>
    All,

    /// <summary>The streamed ones.</summary>
    Streaming,

    /// <summary>The others.</summary>
    NonStreaming,
}
