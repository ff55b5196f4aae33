namespace VllmStream.Profiling.Metrics.Sweeps;

/// <summary>The load that gets the most throughput for its latency.</summary>
/// <param name="Level">The load.</param>
/// <param name="PerS">Its throughput.</param>
/// <param name="E2eP50Ms">Its latency.</param>
public sealed record SweepKnee(double Level, double PerS, double E2eP50Ms);
