using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Load;

/// <summary>The places of the tasks of a closed loop in its plan, whose stage is where they are in time. Under the window's lock.</summary>
/// <param name="stages">How the load goes up and down; null = it does not.</param>
/// <param name="startTicks">Start of the load.</param>
internal sealed class PlaceCounter(StageProfile? stages, long startTicks)
{
    private long _next;
    private int _stage;
    private long _stageFirst;

    /// <summary>Which tasks of the plan are counted here.</summary>
    public PlanShare Share { get; set; } = PlanShare.Whole;

    /// <summary>The place of the next task.</summary>
    public PlanPlace Next(bool isWarmup, long dueTicks)
    {
        var stage = isWarmup ? RunStage.Warmup : RunStage.FirstMeasured + (stages?.StageAt(Ticks.ToSeconds(dueTicks - startTicks)) ?? 0);
        if (stage != _stage)
            (_stage, _stageFirst) = (stage, _next);
        return new PlanPlace(Share.Place(_next), stage, Share.Place(_next - _stageFirst));
    }

    /// <summary>It was given out.</summary>
    public void Claimed() => _next++;
}
