using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Exporting;

/// <summary>How a run stands, beside what it has counted; immutable.</summary>
/// <param name="Phase">Where it is.</param>
/// <param name="Window">Number of the measured window; 0 before it.</param>
/// <param name="Level">What the load asks for now; null where stages or a trace say it.</param>
/// <param name="ProgressRatio">Share of the measured part that is done, 0..1; null when nobody knows.</param>
/// <param name="InvalidReasons">Reasons why it would not be valid if it ended now.</param>
internal sealed record LiveStanding(RunPhase Phase, int Window, double? Level, double? ProgressRatio, int InvalidReasons);
