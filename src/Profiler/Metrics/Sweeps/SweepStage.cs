namespace VllmStream.Profiling.Metrics.Sweeps;

/// <summary>One stage of a sweep and what came of it; null = unknown.</summary>
public sealed record SweepStage
{
    /// <summary>Number, from 1.</summary>
    public int Number { get; init; }

    /// <summary>Id of its run.</summary>
    public string Run { get; init; } = "";

    /// <summary>Its run file; null = none.</summary>
    public string? File { get; init; }

    /// <summary>The load: requests per second, in flight, or users.</summary>
    public double Level { get; init; }

    /// <summary>What it says about the load.</summary>
    public StageVerdict Verdict { get; init; }

    /// <summary>What broke it; none when it was kept.</summary>
    public StageCause Cause { get; init; }

    /// <summary>The same in words, with its figures; null when it was kept.</summary>
    public string? Reason { get; init; }

    /// <summary>False when the interval did not decide within the stage, and the estimate had to.</summary>
    public bool Decided { get; init; }

    /// <summary>Measured time.</summary>
    public double MeasuredS { get; init; }

    /// <summary>Measured requests that succeeded or failed.</summary>
    public long Requests { get; init; }

    /// <summary>Those that succeeded.</summary>
    public long Ok { get; init; }

    /// <summary>Share of failures.</summary>
    public double? ErrorRatio { get; init; }

    /// <summary>Share of requests that met every objective; without objectives, of those that succeeded.</summary>
    public double? MetRatio { get; init; }

    /// <summary>Low end of its 95 % interval.</summary>
    public double? MetLowRatio { get; init; }

    /// <summary>High end.</summary>
    public double? MetHighRatio { get; init; }

    /// <summary>Requests done per second; of a stage that was given up over its last half.</summary>
    public double? RequestsPerS { get; init; }

    /// <summary>Output tokens per second; the same.</summary>
    public double? OutputTokensPerS { get; init; }

    /// <summary>TTFT, median.</summary>
    public double? TtftP50Ms { get; init; }

    /// <summary>TTFT, 99th percentile; needs 100 samples.</summary>
    public double? TtftP99Ms { get; init; }

    /// <summary>E2E, median.</summary>
    public double? E2eP50Ms { get; init; }

    /// <summary>E2E, 90th percentile.</summary>
    public double? E2eP90Ms { get; init; }

    /// <summary>Requests in flight, median over time.</summary>
    public int? InFlightP50 { get; init; }

    /// <summary>The most.</summary>
    public int? InFlightMax { get; init; }

    /// <summary>How fast the number in flight rose over the last half, per second.</summary>
    public double? InFlightGrowthPerS { get; init; }

    /// <summary>KV cache in use, maximum, 0..1, by the server's metrics.</summary>
    public double? KvCacheMaxRatio { get; init; }

    /// <summary>Most requests waiting, by the server's metrics.</summary>
    public double? WaitingMax { get; init; }

    /// <summary>Sequences that the server preempted.</summary>
    public double? Preemptions { get; init; }

    /// <summary>Why the client was not valid; empty = it was.</summary>
    public IReadOnlyList<string> InvalidReasons { get; init; } = [];
}
