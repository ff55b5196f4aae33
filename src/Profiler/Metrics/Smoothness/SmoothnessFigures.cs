namespace VllmStream.Profiling.Metrics.Smoothness;

/// <summary>How evenly tokens came, over answers with at least two token events. A stall is a gap above 250 ms and above five times the median gap of its answer.</summary>
public sealed record SmoothnessFigures
{
    /// <summary>Nothing streamed.</summary>
    public static SmoothnessFigures None { get; } = new();

    /// <summary>Answers.</summary>
    public long Requests { get; init; }

    /// <summary>Answers with a stall.</summary>
    public long StalledRequests { get; init; }

    /// <summary>Stalls.</summary>
    public long Stalls { get; init; }

    /// <summary>The longest; null without any.</summary>
    public double? LongestStallMs { get; init; }

    /// <summary>All stalls together.</summary>
    public double StalledMs { get; init; }

    /// <summary>From first to last token, all answers together.</summary>
    public double StreamingMs { get; init; }

    /// <summary>Share of that time that was stalled, 0..1; null without any.</summary>
    public double? StalledRatio { get; init; }

    /// <summary>What the reader reads.</summary>
    public double ReadingTokensPerS { get; init; } = Rounded.ToThousandth(Reader.TokensPerSecond);

    /// <summary>Answers in which the reader never had to wait for a token after the first.</summary>
    public long ReadWithoutWait { get; init; }

    /// <summary>Their share, 0..1; null without answers.</summary>
    public double? ReadWithoutWaitRatio { get; init; }

    /// <summary>How long the reader waited, all answers together.</summary>
    public double ReaderWaitMs { get; init; }

    /// <summary>Gaps by the number of the token event that ended them.</summary>
    public IReadOnlyList<PositionFigures> ByPosition { get; init; } = [];

    /// <summary>Adds the figures of several runs.</summary>
    internal static SmoothnessFigures Merge(IReadOnlyList<SmoothnessFigures> parts)
    {
        var positions = new PositionLedger();
        foreach (var part in parts)
            positions.Add(part.ByPosition);
        return Of(
            parts.Sum(part => part.Requests), parts.Sum(part => part.StalledRequests), parts.Sum(part => part.Stalls), parts.Max(part => part.LongestStallMs),
            parts.Sum(part => part.StalledMs), parts.Sum(part => part.StreamingMs), parts.Sum(part => part.ReadWithoutWait), parts.Sum(part => part.ReaderWaitMs), positions.Figures);
    }

    internal static SmoothnessFigures Of(long requests, long stalledRequests, long stalls, double? longestMs, double stalledMs, double streamingMs, long readWithoutWait, double readerWaitMs, IReadOnlyList<PositionFigures> positions) => new()
    {
        Requests = requests,
        StalledRequests = stalledRequests,
        Stalls = stalls,
        LongestStallMs = longestMs,
        StalledMs = Rounded.ToThousandth(stalledMs),
        StreamingMs = Rounded.ToThousandth(streamingMs),
        StalledRatio = Rounded.Ratio(stalledMs, streamingMs),
        ReadWithoutWait = readWithoutWait,
        ReadWithoutWaitRatio = Rounded.Ratio(readWithoutWait, requests),
        ReaderWaitMs = Rounded.ToThousandth(readerWaitMs),
        ByPosition = positions,
    };
}
