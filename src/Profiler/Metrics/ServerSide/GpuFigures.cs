namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>One GPU: now, or its means over a window; null = not told. Immutable.</summary>
/// <param name="Id">Number, with host or part where there are several.</param>
public sealed record GpuFigures(string Id)
{
    /// <summary>Model.</summary>
    public string? Name { get; init; }

    /// <summary>Share of time in which it did something, 0..1.</summary>
    public double? UtilisationRatio { get; init; }

    /// <summary>Memory in use; of a window the most.</summary>
    public double? MemoryUsedBytes { get; init; }

    /// <summary>Memory there is.</summary>
    public double? MemoryTotalBytes { get; init; }

    /// <summary>Power drawn, watts.</summary>
    public double? PowerW { get; init; }

    /// <summary>Temperature; of a window the highest.</summary>
    public double? TemperatureC { get; init; }
}
