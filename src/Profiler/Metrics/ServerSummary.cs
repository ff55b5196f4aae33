namespace VllmStream.Profiling.Metrics;

/// <summary>What the server's own metrics said over the steady window; null = not there.</summary>
public sealed record ServerSummary
{
    /// <summary>Where it was read: the address of the metrics page.</summary>
    public string? Source { get; init; }

    /// <summary>KV cache in use, median, 0..1.</summary>
    public double? KvCacheP50Ratio { get; init; }

    /// <summary>KV cache in use, maximum, 0..1.</summary>
    public double? KvCacheMaxRatio { get; init; }

    /// <summary>Most requests waiting.</summary>
    public double? WaitingMax { get; init; }

    /// <summary>Most requests running.</summary>
    public double? RunningMax { get; init; }

    /// <summary>Prompt tokens found in the prefix cache, 0..1.</summary>
    public double? PrefixHitRatio { get; init; }

    /// <summary>The server's own TTFT, median.</summary>
    public double? TtftP50Ms { get; init; }
}
