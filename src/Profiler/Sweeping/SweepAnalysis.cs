using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.Sweeps;

namespace VllmStream.Profiling.Sweeping;

/// <summary>From the stages of a sweep to its result. Pure.</summary>
public static class SweepAnalysis
{
    /// <summary>So much less done at a higher load is a collapse, and breaks a load that is otherwise kept.</summary>
    public const double CollapseLoss = 0.1;

    private const int NothingSucceeded = 5;
    private const int NotValid = 4;
    private const int NotKept = 99;

    /// <summary>The result.</summary>
    /// <param name="sweep">What was to be done.</param>
    /// <param name="stages">In the order in which they were run.</param>
    /// <param name="ended">Why it is over.</param>
    /// <param name="interruptedBy">Exit code of the signal that ended it; null = none.</param>
    public static SweepResult Of(SweepDescription sweep, IReadOnlyList<SweepStage> stages, SweepEnd ended, int? interruptedBy = null)
    {
        var (kept, broken) = SweepPlan.Bounds(stages);
        var valid = Valid(stages);
        var throughput = new StageThroughput(valid);
        var client = ended == SweepEnd.ClientLimit ? stages[^1] : null;
        return new SweepResult
        {
            Sweep = sweep,
            Ended = ended,
            ExitCode = interruptedBy ?? (kept is not null ? 0 : ended == SweepEnd.ClientLimit ? NotValid : stages.All(stage => stage.Ok == 0) ? NothingSucceeded : NotKept),
            HighestKept = kept,
            HighestKeptDecided = stages.Any(stage => stage.Verdict == StageVerdict.Kept && stage.Level == kept && stage.Decided),
            LowestBroken = broken?.Level,
            ThroughputUnit = throughput.Unit,
            Knee = KneeOf(valid, throughput),
            Collapse = CollapseOf(valid, throughput),
            ClientLimitAt = client?.Level,
            ClientReason = client is { InvalidReasons: [var reason, ..] } ? reason : null,
            Stages = stages,
        };
    }

    /// <summary>How much less a stage did than the best of those at lower loads, 0..1; null when it did no less, or there is none.</summary>
    public static (double LossRatio, SweepStage Best)? LossOf(SweepStage stage, IReadOnlyList<SweepStage> others, StageThroughput throughput)
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(throughput);
        var best = others.Where(other => other.Level < stage.Level && throughput.Of(other) is not null).MaxBy(throughput.Of);
        return best is not null && throughput.Of(stage) is { } now && throughput.Of(best) is { } most && now < most ? (Rounded.ToMillionth(1 - now / most), best) : null;
    }

    /// <summary>The stages that say something about the server.</summary>
    public static IReadOnlyList<SweepStage> Valid(IReadOnlyList<SweepStage> stages) =>
        [.. stages.Where(stage => stage.Verdict is StageVerdict.Kept or StageVerdict.Broken && stage.Cause != StageCause.ServerLost)];

    // Kleinrock's power: throughput over latency. Where it is largest, more load buys less than it costs.
    private static SweepKnee? KneeOf(IReadOnlyList<SweepStage> stages, StageThroughput throughput)
    {
        var knee = stages.Where(stage => stage.E2eP50Ms > 0 && throughput.Of(stage) > 0).MaxBy(stage => throughput.Of(stage) / stage.E2eP50Ms);
        return knee is null ? null : new SweepKnee(knee.Level, throughput.Of(knee)!.Value, knee.E2eP50Ms!.Value);
    }

    private static SweepCollapse? CollapseOf(IReadOnlyList<SweepStage> stages, StageThroughput throughput)
    {
        foreach (var stage in stages.OrderBy(stage => stage.Level))
        {
            if (LossOf(stage, stages, throughput) is { LossRatio: >= CollapseLoss } loss)
            {
                return new SweepCollapse(
                    stage.Level, throughput.Of(stage)!.Value, loss.Best.Level, throughput.Of(loss.Best)!.Value, loss.LossRatio, CollapseCause.Of(stage, loss.Best));
            }
        }
        return null;
    }
}
