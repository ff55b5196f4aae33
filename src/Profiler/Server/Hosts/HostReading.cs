namespace VllmStream.Profiling.Server.Hosts;

/// <summary>A machine of the server at one instant, as its node_exporter counts; null = not told. Immutable.</summary>
/// <param name="Source">Address of the page.</param>
/// <param name="AtTicks">When it was read.</param>
internal sealed record HostReading(string Source, long AtTicks)
{
    /// <summary>CPU time in which something ran since it started, over all cores.</summary>
    public double? CpuBusySeconds { get; init; }

    /// <summary>CPU time there was.</summary>
    public double? CpuSeconds { get; init; }

    /// <summary>Memory that no new program could have.</summary>
    public double? MemoryUsedBytes { get; init; }

    /// <summary>Memory there is.</summary>
    public double? MemoryTotalBytes { get; init; }

    /// <summary>Bytes that came in by its network cards since it started.</summary>
    public double? ReceivedBytes { get; init; }

    /// <summary>Bytes that went out by them.</summary>
    public double? SentBytes { get; init; }
}
