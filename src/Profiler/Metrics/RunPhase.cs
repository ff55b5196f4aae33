namespace VllmStream.Profiling.Metrics;

/// <summary>Where a run is.</summary>
public enum RunPhase
{
    /// <summary>Waiting for the server, probing.</summary>
    Connecting,

    /// <summary>Load that does not count yet.</summary>
    Warmup,

    /// <summary>Load that counts.</summary>
    Running,

    /// <summary>No more sends; requests in flight may finish.</summary>
    Draining,

    /// <summary>Over.</summary>
    Finished,
}
