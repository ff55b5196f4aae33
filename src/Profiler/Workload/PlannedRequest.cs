using VllmStream.Profiling.Api;

namespace VllmStream.Profiling.Workload;

/// <summary>One request of the plan: when it is due and what it asks.</summary>
/// <param name="Id">Number in the plan, from 0.</param>
/// <param name="Kind">Its group and its route.</param>
/// <param name="Warmup">True when it is not counted.</param>
/// <param name="ScheduledTicks">When it is due (closed loop: when its slot became free).</param>
/// <param name="FreeTicks">When nothing held it back any more (a cap may, after it was due): from here on lateness is this client's.</param>
/// <param name="Spec">What it asks.</param>
public readonly record struct PlannedRequest(long Id, RequestKind Kind, bool Warmup, long ScheduledTicks, long FreeTicks, RequestSpec Spec)
{
    /// <summary>How long after the send its user leaves; 0 = the user stays.</summary>
    public long LeaveAfterTicks { get; init; }

    /// <summary>The pair that it is a member of; null = of none.</summary>
    public long? Pair { get; init; }
}
