namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>The server in one second, for the curves of a screen; null = not told, or not looked at. Immutable.</summary>
public sealed record ServerPoint
{
    /// <summary>Requests running.</summary>
    public double? Running { get; init; }

    /// <summary>Requests waiting.</summary>
    public double? Waiting { get; init; }

    /// <summary>KV cache in use, 0..1.</summary>
    public double? KvCacheRatio { get; init; }

    /// <summary>Its mean TTFT in that second.</summary>
    public double? TtftMs { get; init; }

    /// <summary>Its mean time in the queue in that second.</summary>
    public double? QueueMs { get; init; }

    /// <summary>Prompt tokens per second.</summary>
    public double? PromptTokensPerS { get; init; }

    /// <summary>Generated tokens per second.</summary>
    public double? GenerationTokensPerS { get; init; }

    /// <summary>Mean utilisation of the GPUs, 0..1.</summary>
    public double? GpuRatio { get; init; }

    /// <summary>Power of the GPUs together, watts.</summary>
    public double? GpuPowerW { get; init; }
}
