using VllmStream.Profiling.Metrics.Sweeps;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Sweeping;

/// <summary>Everything a sweep is told, validated once; immutable.</summary>
public sealed record SweepOptions
{
    // Neighbouring seeds are those of warm-ups.
    private const long SeedStep = 1_000_003;

    private static readonly TimeSpan LongestWarmup = TimeSpan.FromSeconds(10);

    /// <summary>What every stage has in common; its load is the first level.</summary>
    public required RunOptions Run { get; init; }

    /// <summary>What is raised, from where to where.</summary>
    public SweepDescription Sweep { get; init; } = new();

    /// <summary>The file of a sweep that is gone on with; null = none.</summary>
    public string? ResumeFile { get; init; }

    /// <summary>The run of one stage: its load, and a seed of its own, so that no prompt is sent twice.</summary>
    /// <param name="number">Number of the stage, from 1.</param>
    /// <param name="level">Its load.</param>
    /// <param name="latencyMs">How long requests took at the load before, 90th percentile; null = not known.</param>
    public RunOptions StageAt(int number, double level, double? latencyMs)
    {
        var load = Run.Load;
        var limits = Run.Limits;
        if (load.Kind == LoadKind.Open && limits is { WarmupDuration: null, WarmupRequests: null } && latencyMs is { } latency)
            limits = limits with { WarmupDuration = WarmupFor(TimeSpan.FromMilliseconds(latency), limits.Duration!.Value) };
        return Run with
        {
            Load = load.Kind == LoadKind.Open ? load with { RatePerSecond = level } : load with { Concurrency = (int)level },
            Limits = limits,
            Workload = Run.Workload with { Seed = unchecked(Run.Workload.Seed + (number - 1) * SeedStep) },
        };
    }

    // An open loop is steady once its first requests have ended.
    private static TimeSpan WarmupFor(TimeSpan latency, TimeSpan stage)
    {
        var share = stage * 0.1;
        var wanted = latency > share ? latency : share;
        return wanted < LongestWarmup ? wanted : LongestWarmup;
    }
}
