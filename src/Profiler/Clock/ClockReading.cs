namespace VllmStream.Profiling.Clock;

/// <summary>The wall clock read between two readings of the monotonic one, all in nanoseconds.</summary>
/// <param name="Before">Monotonic, just before.</param>
/// <param name="Wall">CLOCK_REALTIME.</param>
/// <param name="After">Monotonic, just after.</param>
public readonly record struct ClockReading(long Before, long Wall, long After);
