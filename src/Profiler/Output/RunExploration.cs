using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Output;

/// <summary>A run that is over, for a screen.</summary>
/// <param name="Summary">Its result.</param>
/// <param name="Snapshot">What the screen saw last: with the requests that ended last, errors by kind, and the last minutes.</param>
public sealed record RunExploration(RunSummary Summary, RunSnapshot Snapshot);
