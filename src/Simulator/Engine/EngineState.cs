namespace VllmStream.Simulation;

/// <summary>A moment of an engine with steps, as /metrics shows it; immutable.</summary>
internal sealed record EngineState
{
    public required int Running { get; init; }

    public required int Waiting { get; init; }

    public required int KvBlocks { get; init; }

    public required int FreeKvBlocks { get; init; }

    public required long PrefixQueries { get; init; }

    public required long PrefixHits { get; init; }

    public required long Preemptions { get; init; }

    public required long Drafts { get; init; }

    public required long DraftTokens { get; init; }

    /// <summary>Accepted drafts by their position; empty without speculative decoding.</summary>
    public required IReadOnlyList<long> AcceptedAt { get; init; }

    /// <summary>Tokens per step, live.</summary>
    public required Histogram IterationTokens { get; init; }

    /// <summary>Share of the blocks that somebody holds.</summary>
    public double KvUsage => 1 - ((double)FreeKvBlocks / KvBlocks);
}
