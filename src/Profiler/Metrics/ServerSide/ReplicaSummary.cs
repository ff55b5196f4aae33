namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>One replica over the measured window, by its own metrics; null = it does not tell.</summary>
public sealed record ReplicaSummary
{
    /// <summary>Address of its page.</summary>
    public string Source { get; init; } = "";

    /// <summary>vLLM, SGLang or TGI; null when its page was never read.</summary>
    public string? Name { get; init; }

    /// <summary>Pages read in the window.</summary>
    public int Scrapes { get; init; }

    /// <summary>Pages that could not be read, in the whole run.</summary>
    public int FailedScrapes { get; init; }

    /// <summary>Why the last of them could not be read; null when all could.</summary>
    public string? Problem { get; init; }

    /// <summary>How often it began to count from zero.</summary>
    public int Resets { get; init; }

    /// <summary>Most requests running.</summary>
    public double? RunningMax { get; init; }

    /// <summary>Most requests waiting.</summary>
    public double? WaitingMax { get; init; }

    /// <summary>KV cache in use, median, 0..1.</summary>
    public double? KvCacheP50Ratio { get; init; }

    /// <summary>KV cache in use, maximum of its fullest engine.</summary>
    public double? KvCacheMaxRatio { get; init; }

    /// <summary>What it counted.</summary>
    public ServerCounts Counts { get; init; } = new();

    /// <summary>Its own mean TTFT.</summary>
    public double? TtftMeanMs { get; init; }

    /// <summary>Its mean time in the queue.</summary>
    public double? QueueMeanMs { get; init; }
}
