namespace VllmStream.Profiling.Options;

/// <summary>A stretch of a load that changes.</summary>
/// <param name="Duration">How long.</param>
/// <param name="Level">Requests per second, or requests in flight: all along, or at the end of a ramp.</param>
/// <param name="IsRamp">True goes there evenly from the level before (0 at the start), false at once.</param>
public readonly record struct LoadStage(TimeSpan Duration, double Level, bool IsRamp);
