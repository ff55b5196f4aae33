namespace VllmStream.Profiling;

/// <summary>Where a run is, in the words of a screen.</summary>
public enum RunState
{
    /// <summary>Looks for the server.</summary>
    Connecting,

    /// <summary>Sends one request by itself.</summary>
    Probe,

    /// <summary>Load that does not count.</summary>
    Warmup,

    /// <summary>Load that counts.</summary>
    Running,

    /// <summary>No more sends; requests in flight may finish.</summary>
    Draining,

    /// <summary>Over, as planned.</summary>
    Finished,

    /// <summary>Over, because the user wanted it.</summary>
    Stopped,

    /// <summary>Over, and nothing succeeded; or it never began.</summary>
    Failed,
}
