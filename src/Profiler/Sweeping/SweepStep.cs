using VllmStream.Profiling.Metrics.Sweeps;

namespace VllmStream.Profiling.Sweeping;

/// <summary>What a sweep does next: one of both is set.</summary>
/// <param name="Level">The next load.</param>
/// <param name="End">Why it is over.</param>
public readonly record struct SweepStep(double? Level, SweepEnd? End);
