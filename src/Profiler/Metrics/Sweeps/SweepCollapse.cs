namespace VllmStream.Profiling.Metrics.Sweeps;

/// <summary>More load, less done.</summary>
/// <param name="Level">The lowest load at which it is seen.</param>
/// <param name="PerS">What was done there, per second.</param>
/// <param name="BestLevel">The lower load that did most.</param>
/// <param name="BestPerS">What was done at that one.</param>
/// <param name="LossRatio">How much less that is, 0..1.</param>
/// <param name="Cause">Likely cause.</param>
public sealed record SweepCollapse(double Level, double PerS, double BestLevel, double BestPerS, double LossRatio, CollapseKind Cause);
