using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Load;

/// <summary>What the load hands to the aggregator: a record, or a change of phase, of the load, or of the window.</summary>
/// <param name="Record">A request that ended; null for a change of phase.</param>
/// <param name="Phase">The new phase, when there is no record.</param>
/// <param name="Reason">Why the phase changed; null when it is the plan.</param>
/// <param name="Ticks">When it changed.</param>
public readonly record struct RunItem(RequestRecord? Record, RunPhase Phase, string? Reason, long Ticks)
{
    /// <summary>The load from <see cref="Ticks"/> on: requests in flight, users, or requests per second; null where it does not change.</summary>
    public double? Level { get; init; }

    /// <summary>Number of the measured window that begins at <see cref="Ticks"/>, from 2; 0 where none does.</summary>
    public int Window { get; init; }
}
