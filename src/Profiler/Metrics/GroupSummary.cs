using VllmStream.Profiling.Metrics.Smoothness;

namespace VllmStream.Profiling.Metrics;

/// <summary>One group in the summary: its counts, then its metrics.</summary>
public sealed record GroupSummary : MetricBlocks
{
    /// <summary>An empty group.</summary>
    public GroupSummary()
    {
    }

    /// <summary>Reads the metrics of a group.</summary>
    public GroupSummary(HistogramSet set)
        : base(set)
    {
    }

    /// <summary>Measured requests that ended.</summary>
    public long Requests { get; init; }

    /// <summary>Ended well.</summary>
    public long Ok { get; init; }

    /// <summary>Ended otherwise.</summary>
    public long Failed { get; init; }

    /// <summary>Their user left, as planned.</summary>
    public long Left { get; init; }

    /// <summary>Length of the shortest vector that came; null without vectors.</summary>
    public int? DimensionsMin { get; init; }

    /// <summary>Length of the longest vector that came; null without vectors.</summary>
    public int? DimensionsMax { get; init; }

    /// <summary>Lengths of synthetic prompts, asked for and real; null when there were none, or the server did not count.</summary>
    public AskedFigures? Asked { get; init; }

    /// <summary>Prompt tokens of successes.</summary>
    public long? PromptTokens { get; init; }

    /// <summary>Output tokens of successes.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>Where output tokens come from.</summary>
    public string? TokenSource { get; init; }

    /// <summary>Mean tokens of a token event.</summary>
    public double? TokensPerEvent { get; init; }

    /// <summary>How evenly tokens came.</summary>
    public SmoothnessFigures Smoothness { get; init; } = SmoothnessFigures.None;

    /// <summary>Throughput over the steady window.</summary>
    public ThroughputFigures? Steady { get; init; }

    /// <summary>Null without objectives.</summary>
    public GoodputFigures? Goodput { get; init; }

    /// <summary>Its distributions; null when it is the only group, whose distributions are the run's.</summary>
    public HistogramTexts? Histograms { get; init; }
}
