namespace VllmStream.Profiling.Metrics;

/// <summary>What a check can ask of a group, or of all: the live figures, or those read back from files.</summary>
internal sealed record CheckSource
{
    public required HistogramSet Histograms { get; init; }

    public required long Ok { get; init; }

    public required long Failed { get; init; }

    public required double? RequestsPerS { get; init; }

    public required double? OutputTokensPerS { get; init; }

    /// <summary>Null without objectives.</summary>
    public required double? GoodputPerS { get; init; }
}
