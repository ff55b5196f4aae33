namespace VllmStream.Profiling.Metrics;

/// <summary>What a check can ask of a group, or of all: the live figures, or those read back from files.</summary>
internal sealed record CheckSource
{
    /// <summary>Distributions; made when they are asked for, because those of a file are to be decoded.</summary>
    public required Lazy<HistogramSet> Histograms { get; init; }

    public required long Requests { get; init; }

    public required long Ok { get; init; }

    public required long Failed { get; init; }

    public required long Left { get; init; }

    /// <summary>Null when nothing was measured.</summary>
    public required ThroughputFigures? Steady { get; init; }

    /// <summary>Null without objectives.</summary>
    public required GoodputFigures? Goodput { get; init; }

    /// <summary>Why <see cref="Goodput"/> is null where there were objectives; null = there were none.</summary>
    public string? GoodputAbsence { get; init; }

    /// <summary>Requests by the word of their outcome; null for a group, which has none of its own.</summary>
    public IReadOnlyDictionary<string, long>? Outcomes { get; init; }
}
