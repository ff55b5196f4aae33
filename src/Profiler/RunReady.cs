using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Probing;

namespace VllmStream.Profiling;

/// <summary>A run that is about to put load on its server.</summary>
/// <param name="Options">The options with everything filled in that was learnt.</param>
/// <param name="Run">What will be run.</param>
/// <param name="Probe">What the probe showed; null without one.</param>
public sealed record RunReady(RunOptions Options, RunDescription Run, ProbeResult? Probe);
