namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>The server and its GPUs as they are now, for a screen; immutable, any thread.</summary>
public sealed record ServerFigures
{
    /// <summary>vLLM, SGLang or TGI; null when no page was read.</summary>
    public string? Name { get; init; }

    /// <summary>When the newest page was read, milliseconds since run start; null before the first.</summary>
    public double? AtMs { get; init; }

    /// <summary>Why there is no page, or why the newest look gave none; null while all is well.</summary>
    public string? Problem { get; init; }

    /// <summary>Replicas that were asked.</summary>
    public int Replicas { get; init; }

    /// <summary>Requests running.</summary>
    public double? Running { get; init; }

    /// <summary>Requests waiting.</summary>
    public double? Waiting { get; init; }

    /// <summary>Requests moved out of the GPU.</summary>
    public double? Swapped { get; init; }

    /// <summary>KV cache in use, 0..1.</summary>
    public double? KvCacheRatio { get; init; }

    /// <summary>The window so far, as the summary will have it.</summary>
    public ServerSummary Window { get; init; } = new();

    /// <summary>The last two minutes, a second each, oldest first.</summary>
    public IReadOnlyList<ServerPoint> History { get; init; } = [];

    /// <summary>Each GPU now.</summary>
    public IReadOnlyList<GpuFigures> Gpus { get; init; } = [];

    /// <summary>Each machine of the server, since the look before.</summary>
    public IReadOnlyList<HostFigures> Hosts { get; init; } = [];
}
