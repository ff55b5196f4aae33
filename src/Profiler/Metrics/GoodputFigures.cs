namespace VllmStream.Profiling.Metrics;

/// <summary>How many requests met every objective.</summary>
/// <param name="Met">Measured requests that did; a failed one does not.</param>
/// <param name="Of">Measured requests.</param>
/// <param name="MetRatio">Their share; null when nothing was measured.</param>
/// <param name="SteadyMet">Requests that did, of those that ended in the steady window.</param>
/// <param name="RequestsPerS">Goodput: <paramref name="SteadyMet"/> per second of the steady window.</param>
public sealed record GoodputFigures(long Met, long Of, double? MetRatio, long SteadyMet, double? RequestsPerS);
