using VllmStream.Profiling.Metrics.Smoothness;

namespace VllmStream.Profiling.Metrics;

/// <summary>The counts of a run. Measured requests only, unless a name says warm-up; null = unknown.</summary>
public sealed record RunTotals
{
    /// <summary>Requests that ended.</summary>
    public long Requests { get; init; }

    /// <summary>Ended well: ok, ok_empty, not_streamed.</summary>
    public long Ok { get; init; }

    /// <summary>Ended otherwise.</summary>
    public long Failed { get; init; }

    /// <summary>Their user left before the answer was there, as planned (--cancel): neither a success nor a failure.</summary>
    public long Left { get; init; }

    /// <summary>Share of failures among what succeeded or failed.</summary>
    public double? ErrorRatio { get; init; }

    /// <summary>Requests per outcome.</summary>
    public IReadOnlyDictionary<string, long> Outcomes { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>The failures again, most frequent first, each with an example.</summary>
    public IReadOnlyList<FailureFigures> Failures { get; init; } = [];

    /// <summary>Requests per warning.</summary>
    public IReadOnlyDictionary<string, long> Warnings { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Attempts that were followed by another.</summary>
    public long Retries { get; init; }

    /// <summary>Warm-up requests, apart from all other counts.</summary>
    public long WarmupRequests { get; init; }

    /// <summary>Warm-up requests that ended well.</summary>
    public long WarmupOk { get; init; }

    /// <summary>Length of warm-up; null when there was none.</summary>
    public double? WarmupMs { get; init; }

    /// <summary>TTFT with the requests of the warm-up in: the burst of a beginning is in its tail. Null without a warm-up, for a window that is not the first, and for merged files.</summary>
    public MetricBlock? WholeTtftMs { get; init; }

    /// <summary>Median TTFT of the first ten measured successes by their planned send; null for fewer, and for merged files.</summary>
    public double? FirstTtftP50Ms { get; init; }

    /// <summary>Lengths of synthetic prompts, asked for and real; null when there were none, or the server did not count.</summary>
    public AskedFigures? Asked { get; init; }

    /// <summary>Prompt tokens of successes.</summary>
    public long? PromptTokens { get; init; }

    /// <summary>Prompt tokens of successes that a cache served.</summary>
    public long? CachedTokens { get; init; }

    /// <summary>Output tokens of successes, by token_source.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>Reasoning tokens of successes.</summary>
    public long? ReasoningTokens { get; init; }

    /// <summary>Where output tokens come from; every figure made of tokens stands on this source alone.</summary>
    public string? TokenSource { get; init; }

    /// <summary>Successes per source of tokens; more than one means that some are left out of the token figures.</summary>
    public IReadOnlyDictionary<string, long> TokenSources { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>The counts of --tokenizer beside the server's; null when no answer has both.</summary>
    public TokenizerFigures? Tokenizer { get; init; }

    /// <summary>Events that carried a token.</summary>
    public long TokenEvents { get; init; }

    /// <summary>Mean tokens of such an event; null when unknown.</summary>
    public double? TokensPerEvent { get; init; }

    /// <summary>How answers came over the wire.</summary>
    public StreamShapeFigures StreamShape { get; init; } = StreamShapeFigures.None;

    /// <summary>How evenly tokens came.</summary>
    public SmoothnessFigures Smoothness { get; init; } = SmoothnessFigures.None;

    /// <summary>Requests on a connection opened for them.</summary>
    public long ConnectionsNew { get; init; }

    /// <summary>Requests on a kept connection.</summary>
    public long ConnectionsReused { get; init; }

    /// <summary>Requests in flight over the steady window, median over time; null for merged files.</summary>
    public int? InFlightP50 { get; init; }

    /// <summary>The most in flight within the steady window; null for merged files.</summary>
    public int? InFlightMax { get; init; }

    /// <summary>How fast the number in flight rose over the last half of the steady window, requests per second, by a straight line through it; null for merged files, or where the half is too short to say.</summary>
    public double? InFlightGrowthPerS { get; init; }

    /// <summary>Standard error of that, widened by how much one number in flight is like the one before.</summary>
    public double? InFlightGrowthErrorPerS { get; init; }

    /// <summary>From the end of warm-up to the last send; null when nothing was measured.</summary>
    public ThroughputFigures? Steady { get; init; }

    /// <summary>From the end of warm-up to the last end, measured requests only; null when nothing was measured.</summary>
    public ThroughputFigures? Whole { get; init; }

    /// <summary>Null without objectives.</summary>
    public GoodputFigures? Goodput { get; init; }

    /// <summary>Samples off the scale of the histograms (over an hour): counted at its end.</summary>
    public long Clamped { get; init; }
}
