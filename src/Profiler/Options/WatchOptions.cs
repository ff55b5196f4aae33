namespace VllmStream.Profiling.Options;

/// <summary>What is looked at beside the load: the server's own metrics, and GPUs.</summary>
public sealed record WatchOptions
{
    /// <summary>False reads no metrics of the server.</summary>
    public bool ReadsMetrics { get; init; } = true;

    /// <summary>Pages that were named, one for each replica; empty = the server's own /metrics, if it has one.</summary>
    public IReadOnlyList<MetricsAddress> Metrics { get; init; } = [];

    /// <summary>Where GPU readings come from.</summary>
    public GpuSource Gpu { get; init; }

    /// <summary>The exporter's pages, with <see cref="GpuSource.Exporter"/>.</summary>
    public IReadOnlyList<MetricsAddress> GpuExporters { get; init; } = [];
}
