using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Load;

/// <summary>What the load hands to the aggregator: a record, or a change of phase.</summary>
/// <param name="Record">A request that ended; null for a change of phase.</param>
/// <param name="Phase">The new phase, when there is no record.</param>
/// <param name="Reason">Why the phase changed; null when it is the plan.</param>
/// <param name="Ticks">When it changed.</param>
public readonly record struct RunItem(RequestRecord? Record, RunPhase Phase, string? Reason, long Ticks);
