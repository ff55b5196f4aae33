using System.Diagnostics;

namespace VllmStream.Simulation;

/// <summary>
/// The simulator's one way to take time. On Linux a tick is a nanosecond of CLOCK_MONOTONIC, so stamps of
/// two processes on one host can be subtracted from each other.
/// </summary>
internal static class MonotonicClock
{
    public static long Now => Stopwatch.GetTimestamp();

    public static double ToSeconds(long ticks) => (double)ticks / Stopwatch.Frequency;

    public static double ToMicroseconds(long ticks) => ticks * (1_000_000.0 / Stopwatch.Frequency);

    public static double ToTicks(TimeSpan span) => span.TotalSeconds * Stopwatch.Frequency;

    public static double FromMicroseconds(double microseconds) => microseconds * (Stopwatch.Frequency / 1_000_000.0);

    public static long ToNanoseconds(long ticks) =>
        Stopwatch.Frequency == 1_000_000_000 ? ticks : (long)(ticks * (1_000_000_000.0 / Stopwatch.Frequency));
}
