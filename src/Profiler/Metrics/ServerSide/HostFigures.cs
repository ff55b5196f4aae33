namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>A machine of the server, over the window or since the look before; null = not told. Immutable.</summary>
/// <param name="Source">Address of its node_exporter.</param>
public sealed record HostFigures(string Source)
{
    /// <summary>Share of the time of all cores in which something ran, 0..1.</summary>
    public double? CpuRatio { get; init; }

    /// <summary>Memory that no new program could have; of a window the most.</summary>
    public double? MemoryUsedBytes { get; init; }

    /// <summary>Memory there is.</summary>
    public double? MemoryTotalBytes { get; init; }

    /// <summary>Bytes a second that came in by its network cards.</summary>
    public double? NetReceivedBytesPerS { get; init; }

    /// <summary>Bytes a second that went out by them.</summary>
    public double? NetSentBytesPerS { get; init; }
}
