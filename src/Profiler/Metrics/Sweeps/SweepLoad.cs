namespace VllmStream.Profiling.Metrics.Sweeps;

/// <summary>What a sweep raises.</summary>
public enum SweepLoad
{
    /// <summary>Requests per second of an open loop.</summary>
    Rate,

    /// <summary>Requests in flight of a closed loop.</summary>
    Concurrency,

    /// <summary>Simulated users.</summary>
    Users,
}
