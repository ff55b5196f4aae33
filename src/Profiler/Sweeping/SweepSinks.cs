using VllmStream.Profiling.Exporting;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.Sweeps;

namespace VllmStream.Profiling.Sweeping;

/// <summary>Where a sweep's results go while it runs; null = nowhere.</summary>
public sealed record SweepSinks
{
    /// <summary>Opens the sweep's own NDJSON stream, once.</summary>
    public Func<Stream>? OpenNdjson { get; init; }

    /// <summary>Names the run file of a stage, by its number.</summary>
    public Func<int, string>? StageFile { get; init; }

    /// <summary>Opens such a file.</summary>
    public Func<string, Stream>? OpenStage { get; init; }

    /// <summary>Hears once, before the first request of the load.</summary>
    public Action<RunReady>? OnReady { get; init; }

    /// <summary>Hears four times a second how the stage of this number stands. Called by the aggregator's loop; must not wait.</summary>
    public Action<int, RunSnapshot>? OnSnapshot { get; init; }

    /// <summary>Counts along what is exported, over all stages.</summary>
    public LiveFigures? Live { get; init; }

    /// <summary>Hears of every stage that is over.</summary>
    public Action<SweepStage>? OnStage { get; init; }

    /// <summary>Hears of things a person wants to know.</summary>
    public Action<string>? OnTalk { get; init; }
}
