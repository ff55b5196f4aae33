using System.Diagnostics;
using System.Runtime.InteropServices;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>The one clock of the harness, and a sleep on it that is late by a tenth of a millisecond rather than by a timer tick.</summary>
internal static partial class Monotonic
{
    private const int ClockMonotonic = 1;
    private const int AbsoluteTime = 1;

    // Long sleeps are cut so that a server that is being disposed does not wait for its scripts.
    private static readonly long LongestNap = FromMs(50);

    /// <summary>Ticks of <see cref="Stopwatch"/>; on Linux these are CLOCK_MONOTONIC nanoseconds, the same in every process.</summary>
    public static long Now => Stopwatch.GetTimestamp();

    public static long FromMs(double ms) => (long)(ms * Stopwatch.Frequency / 1000);

    public static double ToMs(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;

    /// <summary>Blocks the calling thread until the instant, or until cancelled; true when the instant was reached.</summary>
    public static bool SleepUntil(long due, CancellationToken cancellation)
    {
        while (true)
        {
            if (cancellation.IsCancellationRequested)
                return false;
            var left = due - Now;
            if (left <= 0)
                return true;
            Nap(Math.Min(due, Now + LongestNap));
        }
    }

    private static void Nap(long until)
    {
        if (OperatingSystem.IsLinux())
        {
            var time = new TimeSpec { Seconds = until / 1_000_000_000, Nanoseconds = until % 1_000_000_000 };
            _ = ClockNanosleep(ClockMonotonic, AbsoluteTime, in time, IntPtr.Zero);
            return;
        }
        var ms = ToMs(until - Now);
        if (ms > 2)
            Thread.Sleep((int)ms - 1);
        else
            Thread.SpinWait(50);
    }

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int ClockNanosleep(int clock, int flags, in TimeSpec request, IntPtr remaining);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
