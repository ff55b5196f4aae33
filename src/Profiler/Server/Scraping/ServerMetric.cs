namespace VllmStream.Profiling.Server.Scraping;

/// <summary>What servers say of themselves, under whatever name: first gauges, then counters, then histograms of seconds.</summary>
internal enum ServerMetric
{
    /// <summary>Requests being worked on.</summary>
    Running,

    /// <summary>Requests in the queue.</summary>
    Waiting,

    /// <summary>Requests moved out of the GPU (vLLM before V1).</summary>
    Swapped,

    /// <summary>KV cache in use, 0..1.</summary>
    KvCache,

    /// <summary>Prefix cache hits as the server sums them up itself, 0..1: over which time, it does not say.</summary>
    PrefixHitGauge,

    /// <summary>Share of drafted tokens that were accepted, as the server sums it up itself.</summary>
    SpecAcceptanceGauge,

    /// <summary>Tokens per step of speculative decoding, as the server sums it up itself.</summary>
    SpecLengthGauge,

    /// <summary>Prompt tokens.</summary>
    PromptTokens,

    /// <summary>Generated tokens.</summary>
    GenerationTokens,

    /// <summary>Prompt tokens that were not computed again.</summary>
    CachedTokens,

    /// <summary>Tokens that were looked up in the prefix cache.</summary>
    PrefixQueries,

    /// <summary>Those that were found.</summary>
    PrefixHits,

    /// <summary>Requests thrown out of the batch for want of KV cache, to be computed again.</summary>
    Preemptions,

    /// <summary>Requests that ended, in whatever way.</summary>
    Finished,

    /// <summary>Drafts of speculative decoding.</summary>
    SpecDrafts,

    /// <summary>Tokens drafted.</summary>
    SpecDraftTokens,

    /// <summary>Tokens of them that were accepted.</summary>
    SpecAcceptedTokens,

    /// <summary>Arrival to first token.</summary>
    Ttft,

    /// <summary>Between two outputs of a request.</summary>
    Itl,

    /// <summary>Per output token, one value per request.</summary>
    Tpot,

    /// <summary>Arrival to end.</summary>
    E2e,

    /// <summary>In the queue.</summary>
    Queue,

    /// <summary>Scheduled to first token.</summary>
    Prefill,

    /// <summary>First to last token.</summary>
    Decode,

    /// <summary>Scheduled to last token.</summary>
    Inference,
}
