namespace VllmStream.Profiling.Load;

/// <summary>What a run is doing.</summary>
public enum RunPhase
{
    /// <summary>Reaching the server, probing it.</summary>
    Connecting,

    /// <summary>Sending requests that do not count.</summary>
    Warmup,

    /// <summary>Sending requests that count.</summary>
    Running,

    /// <summary>Sending nothing more; requests in flight finish.</summary>
    Draining,

    /// <summary>Over.</summary>
    Finished,
}
