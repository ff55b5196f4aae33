namespace VllmStream.Profiling.Options;

/// <summary>A stretch of an open loop whose rate changes.</summary>
/// <param name="Duration">How long.</param>
/// <param name="RatePerSecond">Requests per second: all along, or at the end of a ramp.</param>
/// <param name="IsRamp">True goes there evenly from the rate before (0 at the start), false at once.</param>
public readonly record struct LoadStage(TimeSpan Duration, double RatePerSecond, bool IsRamp);
