using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Probing;

namespace VllmStream.Profiling;

/// <summary>The end of a run.</summary>
/// <param name="Summary">Its result.</param>
/// <param name="Failure">Why the load never started; null when it did.</param>
public sealed record RunResult(RunSummary Summary, StartFailure? Failure)
{
    /// <summary>How the load began; null when it did not.</summary>
    public RunStart? Start { get; init; }

    /// <summary>What was in flight; null when no load began.</summary>
    public InFlightChanges? InFlight { get; init; }
}
