using VllmStream.Profiling.Metrics.Sweeps;

namespace VllmStream.Profiling.Sweeping;

/// <summary>What a judge says of a stage.</summary>
/// <param name="Verdict">Kept or broken.</param>
/// <param name="Cause">What broke it.</param>
/// <param name="IsDecided">False when the interval did not decide, and the estimate had to.</param>
/// <param name="GivesUp">True when the requests in flight are not waited for.</param>
public sealed record StageDecision(StageVerdict Verdict, StageCause Cause, bool IsDecided = true, bool GivesUp = false);
