namespace VllmStream.Profiling.Transport;

/// <summary>Whether more bytes may come on a connection.</summary>
public enum PipeEnd
{
    /// <summary>The connection is open.</summary>
    Open,

    /// <summary>The peer has finished sending (FIN, or close_notify).</summary>
    Finished,

    /// <summary>The connection broke, or was aborted by us.</summary>
    Broken,
}
