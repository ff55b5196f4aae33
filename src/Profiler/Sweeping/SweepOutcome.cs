using VllmStream.Profiling.Metrics.Sweeps;
using VllmStream.Profiling.Probing;

namespace VllmStream.Profiling.Sweeping;

/// <summary>The end of a sweep.</summary>
/// <param name="Result">Its result; without a stage when the load never started.</param>
/// <param name="Failure">Why the load never started; null when it did.</param>
public sealed record SweepOutcome(SweepResult Result, StartFailure? Failure);
