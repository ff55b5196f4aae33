using VllmStream.Profiling.Metrics.Sweeps;

namespace VllmStream.Profiling.Sweeping;

/// <summary>The likely cause of a collapse, from what is known of its stage. Pure; the one place that weighs what client and server say.</summary>
public static class CollapseCause
{
    private const double ManyErrors = 0.05;

    // vLLM preempts when no block is free.
    private const double FullCache = 0.98;

    /// <summary>What most likely made this stage do less than the best of those under it.</summary>
    public static CollapseKind Of(SweepStage stage, SweepStage best)
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(best);
        if (stage.ErrorRatio > ManyErrors)
            return CollapseKind.Errors;
        if (stage.Preemptions > 0 || stage.KvCacheMaxRatio >= FullCache)
            return CollapseKind.Preemption;
        return stage.WaitingMax > (best.WaitingMax ?? 0) || stage.Cause is StageCause.Saturated or StageCause.TtftRunaway || stage.InFlightMax > best.InFlightMax * 2
            ? CollapseKind.Queue
            : CollapseKind.Unknown;
    }
}
