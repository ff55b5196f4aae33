namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>One look at one page, for its line; null = not told. Immutable.</summary>
public sealed record ServerLook
{
    /// <summary>Address of the page; of GPU readings nvidia-smi or the exporter's address.</summary>
    public string Source { get; init; } = "";

    /// <summary>When it was read, milliseconds since run start.</summary>
    public double AtMs { get; init; }

    /// <summary>vLLM, SGLang or TGI.</summary>
    public string? Name { get; init; }

    /// <summary>Requests running.</summary>
    public double? Running { get; init; }

    /// <summary>Requests waiting.</summary>
    public double? Waiting { get; init; }

    /// <summary>KV cache in use, 0..1.</summary>
    public double? KvCacheRatio { get; init; }

    /// <summary>Prefix cache hits since the look before, 0..1; else the server's own figure.</summary>
    public double? PrefixHitRatio { get; init; }

    /// <summary>Counters as they stand on the page.</summary>
    public double? PreemptionsTotal { get; init; }

    /// <summary>Prompt tokens.</summary>
    public double? PromptTokensTotal { get; init; }

    /// <summary>Generated tokens.</summary>
    public double? GenerationTokensTotal { get; init; }

    /// <summary>Requests that ended.</summary>
    public double? RequestsTotal { get; init; }

    /// <summary>First tokens since the look before, and their times.</summary>
    public ServerTime? Ttft { get; init; }

    /// <summary>Time in the queue, of requests that ended since the look before.</summary>
    public ServerTime? Queue { get; init; }

    /// <summary>Prefill, the same.</summary>
    public ServerTime? Prefill { get; init; }

    /// <summary>GPUs.</summary>
    public IReadOnlyList<GpuFigures> Gpus { get; init; } = [];

    /// <summary>Machines of the server, since the look before.</summary>
    public IReadOnlyList<HostFigures> Hosts { get; init; } = [];
}
