namespace VllmStream.Profiling.Metrics.Sweeps;

/// <summary>The result of a sweep: what its text draws and its summary line holds.</summary>
public sealed record SweepResult
{
    /// <summary>What was to be done.</summary>
    public SweepDescription Sweep { get; init; } = new();

    /// <summary>Why it is over.</summary>
    public SweepEnd Ended { get; init; }

    /// <summary>Exit code of the process.</summary>
    public int ExitCode { get; init; }

    /// <summary>The highest load kept under which no load broke; null = none.</summary>
    public double? HighestKept { get; init; }

    /// <summary>False when its interval did not decide.</summary>
    public bool HighestKeptDecided { get; init; }

    /// <summary>The lowest load that broke; null = none did.</summary>
    public double? LowestBroken { get; init; }

    /// <summary>Unit of every throughput here: tok/s, or req/s where tokens are not known.</summary>
    public string ThroughputUnit { get; init; } = "req/s";

    /// <summary>The most throughput for its latency; null = no stage has both.</summary>
    public SweepKnee? Knee { get; init; }

    /// <summary>Where more load gave less; null = nowhere.</summary>
    public SweepCollapse? Collapse { get; init; }

    /// <summary>The load at which the client was the limit; null = it was not.</summary>
    public double? ClientLimitAt { get; init; }

    /// <summary>Why.</summary>
    public string? ClientReason { get; init; }

    /// <summary>The stages in the order in which they were run.</summary>
    public IReadOnlyList<SweepStage> Stages { get; init; } = [];
}
