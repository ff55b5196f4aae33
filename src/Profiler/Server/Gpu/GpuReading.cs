namespace VllmStream.Profiling.Server.Gpu;

/// <summary>One GPU, or one part of one that is split (MIG), at one instant; null = not told. Immutable.</summary>
/// <param name="Id">Tells it from the others: its number, with host or part where there are several.</param>
/// <param name="AtTicks">When it was read.</param>
internal sealed record GpuReading(string Id, long AtTicks)
{
    /// <summary>Model.</summary>
    public string? Name { get; init; }

    /// <summary>Share of the last sampling time in which a kernel ran, 0..1.</summary>
    public double? Utilisation { get; init; }

    /// <summary>Memory in use.</summary>
    public double? MemoryUsedBytes { get; init; }

    /// <summary>Memory there is.</summary>
    public double? MemoryTotalBytes { get; init; }

    /// <summary>Power drawn.</summary>
    public double? PowerWatts { get; init; }

    /// <summary>Temperature of the chip.</summary>
    public double? Celsius { get; init; }
}
