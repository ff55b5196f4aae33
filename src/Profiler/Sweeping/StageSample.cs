using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Sweeping;

/// <summary>What one snapshot of a run says that a stage is judged by. Immutable; any thread.</summary>
public readonly record struct StageSample
{
    /// <summary>Milliseconds since the start of its run.</summary>
    public double ElapsedMs { get; init; }

    /// <summary>Milliseconds of the measured window; null during warm-up.</summary>
    public double? MeasuredMs { get; init; }

    /// <summary>True while requests are sent that count.</summary>
    public bool IsSending { get; init; }

    /// <summary>In flight.</summary>
    public long InFlight { get; init; }

    /// <summary>Ended well since the start of the run, warm-up included: a refusal is quick, and nothing was done.</summary>
    public long Done { get; init; }

    /// <summary>Measured requests that succeeded or failed so far.</summary>
    public long Judged { get; init; }

    /// <summary>Those that met every objective; without objectives, those that succeeded.</summary>
    public long Good { get; init; }

    /// <summary>Those that failed.</summary>
    public long Failed { get; init; }

    /// <summary>E2E of those so far, median; null before the first.</summary>
    public double? E2eP50Ms { get; init; }

    /// <summary>E2E of those so far, 90th percentile.</summary>
    public double? E2eP90Ms { get; init; }

    /// <summary>End of the newest second, milliseconds since the start of the run.</summary>
    public double SecondEndMs { get; init; }

    /// <summary>Median TTFT of the first tokens in that second; null without any.</summary>
    public double? SecondTtftMs { get; init; }

    /// <summary>First tokens in that second.</summary>
    public long SecondTtftN { get; init; }

    /// <summary>Reads a snapshot.</summary>
    public static StageSample Of(RunSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var failed = snapshot.Failures.Sum(failure => failure.Count);
        var judged = snapshot.Measured - snapshot.Left;
        var second = snapshot.History.Count == 0 ? [] : snapshot.History[^1];
        var firstTokens = second.Sum(group => group.Ttft.N);
        return new StageSample
        {
            ElapsedMs = snapshot.ElapsedMs,
            MeasuredMs = snapshot.MeasuredMs,
            IsSending = snapshot.Phase == RunPhase.Running,
            InFlight = snapshot.InFlight,
            Done = snapshot.Ok,
            Judged = judged,
            Good = snapshot.Good ?? judged - failed,
            Failed = failed,
            E2eP50Ms = snapshot.Metrics.E2eMs.P50,
            E2eP90Ms = snapshot.Metrics.E2eMs.P90,
            SecondEndMs = second.Count == 0 ? 0 : second[0].ToMs,
            SecondTtftMs = firstTokens == 0 ? null : second.Sum(group => (group.Ttft.P50 ?? 0) * group.Ttft.N) / firstTokens,
            SecondTtftN = firstTokens,
        };
    }
}
