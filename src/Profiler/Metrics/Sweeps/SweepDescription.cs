namespace VllmStream.Profiling.Metrics.Sweeps;

/// <summary>What a sweep is to do; known when it starts.</summary>
public sealed record SweepDescription
{
    /// <summary>What is raised.</summary>
    public SweepLoad Load { get; init; }

    /// <summary>Where it begins.</summary>
    public double From { get; init; } = 1;

    /// <summary>Where it ends; null = where something breaks.</summary>
    public double? To { get; init; }

    /// <summary>Most stages.</summary>
    public int Points { get; init; } = 12;

    /// <summary>Share of requests that must meet every objective, 0..1.</summary>
    public double SloShare { get; init; } = 0.95;

    /// <summary>Longest stage, in seconds, without its warm-up.</summary>
    public double StageS { get; init; } = 30;
}
