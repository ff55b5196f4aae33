namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>The GPUs over the measured window; null = not told.</summary>
public sealed record GpuSummary
{
    /// <summary>nvidia-smi, or the address of the exporter.</summary>
    public string? Source { get; init; }

    /// <summary>Each of them: means, and the most of memory and temperature.</summary>
    public IReadOnlyList<GpuFigures> Gpus { get; init; } = [];

    /// <summary>GPUs that did something: mean utilisation of 1 % or more. Figures per GPU are of these.</summary>
    public int Busy { get; init; }

    /// <summary>Mean utilisation of those, 0..1.</summary>
    public double? UtilisationRatio { get; init; }

    /// <summary>Power of those together, watts; null unless all tell.</summary>
    public double? PowerW { get; init; }

    /// <summary>Output tokens per second for each of those.</summary>
    public double? OutputTokensPerSPerGpu { get; init; }

    /// <summary>Output tokens per joule that those drew.</summary>
    public double? OutputTokensPerJoule { get; init; }
}
