namespace VllmStream.Profiling.Health;

/// <summary>Lags in milliseconds; null without a sample.</summary>
/// <param name="Count">Samples.</param>
/// <param name="P50Ms">Median.</param>
/// <param name="P99Ms">99th percentile.</param>
/// <param name="MaxMs">The worst.</param>
internal readonly record struct LagSummary(long Count, double? P50Ms, double? P99Ms, double? MaxMs);
