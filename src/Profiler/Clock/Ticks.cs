using System.Diagnostics;

namespace VllmStream.Profiling.Clock;

/// <summary>The one way to take and convert time: monotonic ticks of <see cref="Stopwatch"/>.</summary>
/// <remarks>A tick value of 0 means "absent" wherever a mark is stored; the clock never returns 0 in practice.</remarks>
public static class Ticks
{
    /// <summary>Ticks in one second (10^9 on Linux).</summary>
    public static readonly long PerSecond = Stopwatch.Frequency;

    private static readonly double MsPerTick = 1_000.0 / Stopwatch.Frequency;
    private static readonly double UsPerTick = 1_000_000.0 / Stopwatch.Frequency;

    /// <summary>Monotonic now; on Linux this is CLOCK_MONOTONIC, comparable between processes of one host.</summary>
    public static long Now => Stopwatch.GetTimestamp();

    /// <summary>A span of ticks in milliseconds.</summary>
    public static double ToMs(long ticks) => ticks * MsPerTick;

    /// <summary>A span of ticks in seconds.</summary>
    public static double ToSeconds(long ticks) => (double)ticks / PerSecond;

    /// <summary>A span of ticks in whole microseconds, rounded to nearest.</summary>
    public static long ToMicroseconds(long ticks) => (long)Math.Round(ticks * UsPerTick);

    /// <summary>A time span in ticks.</summary>
    public static long From(TimeSpan span) => (long)(span.TotalSeconds * PerSecond);

    /// <summary>Milliseconds in ticks.</summary>
    public static long FromMs(double ms) => (long)(ms / 1_000.0 * PerSecond);

    /// <summary>Seconds in ticks.</summary>
    public static long FromSeconds(double seconds) => (long)(seconds * PerSecond);
}
