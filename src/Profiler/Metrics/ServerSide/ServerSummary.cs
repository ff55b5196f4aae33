namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>What the server's own metrics said over the measured window, all replicas together; null = not there, with its reason where one is known.</summary>
public sealed record ServerSummary
{
    /// <summary>Where it was read: the address of the metrics page, or of each.</summary>
    public string? Source { get; init; }

    /// <summary>vLLM, SGLang or TGI, by the names of the metrics.</summary>
    public string? Name { get; init; }

    /// <summary>The look that counters are counted from, milliseconds since run start: the first one in the window.</summary>
    public double? FromMs { get; init; }

    /// <summary>The look that they are counted to: the one after the last request had ended.</summary>
    public double? ToMs { get; init; }

    /// <summary>Pages read in the window.</summary>
    public int Scrapes { get; init; }

    /// <summary>Pages that could not be read.</summary>
    public int FailedScrapes { get; init; }

    /// <summary>How often a server began to count from zero.</summary>
    public int Resets { get; init; }

    /// <summary>KV cache in use, median over the window, 0..1; of several engines their mean.</summary>
    public double? KvCacheP50Ratio { get; init; }

    /// <summary>KV cache in use, maximum of the fullest engine, 0..1.</summary>
    public double? KvCacheMaxRatio { get; init; }

    /// <summary>Requests running, mean over the window.</summary>
    public double? RunningMean { get; init; }

    /// <summary>Most requests running.</summary>
    public double? RunningMax { get; init; }

    /// <summary>Requests waiting, mean over the window.</summary>
    public double? WaitingMean { get; init; }

    /// <summary>Most requests waiting.</summary>
    public double? WaitingMax { get; init; }

    /// <summary>By how many requests a second the queue grew, over the window: least squares.</summary>
    public double? WaitingTrendPerS { get; init; }

    /// <summary>Most requests moved out of the GPU (vLLM before V1).</summary>
    public double? SwappedMax { get; init; }

    /// <summary>What it counted.</summary>
    public ServerCounts Counts { get; init; } = new();

    /// <summary>Prompt tokens found in the prefix cache, 0..1, of those looked up in the window; where there is only the server's own figure, that.</summary>
    public double? PrefixHitRatio { get; init; }

    /// <summary>Share of drafted tokens that were accepted, 0..1.</summary>
    public double? SpecAcceptanceRatio { get; init; }

    /// <summary>Tokens per draft: 1 + accepted / drafts.</summary>
    public double? SpecAcceptanceLength { get; init; }

    /// <summary>Prompt tokens per second, between the looks at both edges of the window.</summary>
    public double? PromptTokensPerS { get; init; }

    /// <summary>Generated tokens per second, the same.</summary>
    public double? GenerationTokensPerS { get; init; }

    /// <summary>Times as the server measured them.</summary>
    public ServerTimes Times { get; init; } = ServerTimes.Empty;

    /// <summary>TTFT taken apart; null when the server has none.</summary>
    public TtftBreakdown? Ttft { get; init; }

    /// <summary>Whether the server did work for others.</summary>
    public TrafficCheck? Traffic { get; init; }

    /// <summary>Each replica by itself; one for one server.</summary>
    public IReadOnlyList<ReplicaSummary> Replicas { get; init; } = [];

    /// <summary>GPUs; null when nobody looked at any.</summary>
    public GpuSummary? Gpu { get; init; }

    /// <summary>Machines of the server; empty when no node_exporter was named.</summary>
    public IReadOnlyList<HostFigures> Hosts { get; init; } = [];

    /// <summary>Why something is null: <c>metrics</c>, <c>gpu</c>.</summary>
    public IReadOnlyDictionary<string, string> Reasons { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
