namespace VllmStream.Simulation;

/// <summary>What the step loop counts over its life, for /metrics. Used under the lock of its engine.</summary>
internal sealed class StepCounts(int drafts)
{
    /// <summary>Prompt tokens that were looked for in the cache.</summary>
    public long PrefixQueries { get; set; }

    /// <summary>Those of them that were found.</summary>
    public long PrefixHits { get; set; }

    public long Preemptions { get; set; }

    /// <summary>Times a sequence had drafts checked.</summary>
    public long Drafts { get; set; }

    public long DraftTokens { get; set; }

    /// <summary>Accepted drafts by their position.</summary>
    public long[] AcceptedAt { get; } = new long[drafts];

    /// <summary>Tokens of the requests a step finished the prompts of, and those it generated: vLLM's count of an iteration.</summary>
    public Histogram IterationTokens { get; } = Histogram.OfCounts(Buckets.IterationTokens);
}
