using VllmStream.Profiling.Server.Scraping;

namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>What a server counted over a stretch; null = it does not tell.</summary>
public sealed record ServerCounts
{
    /// <summary>Requests that ended, in whatever way.</summary>
    public double? Requests { get; init; }

    /// <summary>Prompt tokens.</summary>
    public double? PromptTokens { get; init; }

    /// <summary>Generated tokens.</summary>
    public double? GenerationTokens { get; init; }

    /// <summary>Prompt tokens that were not computed again.</summary>
    public double? CachedTokens { get; init; }

    /// <summary>Requests thrown out of the batch for want of KV cache, to be computed again.</summary>
    public double? Preemptions { get; init; }

    /// <summary>Tokens looked up in the prefix cache.</summary>
    public double? PrefixQueries { get; init; }

    /// <summary>Those that were found.</summary>
    public double? PrefixHits { get; init; }

    /// <summary>Drafts of speculative decoding.</summary>
    public double? SpecDrafts { get; init; }

    /// <summary>Tokens drafted.</summary>
    public double? SpecDraftTokens { get; init; }

    /// <summary>Tokens of them that were accepted.</summary>
    public double? SpecAcceptedTokens { get; init; }

    /// <summary>The counts of a tally.</summary>
    internal static ServerCounts Of(ServerTally tally) => new()
    {
        Requests = Rounded.OrNull(tally[ServerMetric.Finished]),
        PromptTokens = Rounded.OrNull(tally[ServerMetric.PromptTokens]),
        GenerationTokens = Rounded.OrNull(tally[ServerMetric.GenerationTokens]),
        CachedTokens = Rounded.OrNull(tally[ServerMetric.CachedTokens]),
        Preemptions = Rounded.OrNull(tally[ServerMetric.Preemptions]),
        PrefixQueries = Rounded.OrNull(tally[ServerMetric.PrefixQueries]),
        PrefixHits = Rounded.OrNull(tally[ServerMetric.PrefixHits]),
        SpecDrafts = Rounded.OrNull(tally[ServerMetric.SpecDrafts]),
        SpecDraftTokens = Rounded.OrNull(tally[ServerMetric.SpecDraftTokens]),
        SpecAcceptedTokens = Rounded.OrNull(tally[ServerMetric.SpecAcceptedTokens]),
    };
}
