using System.Runtime.InteropServices;

namespace VllmStream.Profiling.Clock;

/// <summary>Puts the calling thread to sleep until an absolute instant, within some 0.1 ms.</summary>
/// <remarks>
/// .NET's own timers tick on a 4 ms clock on Linux (Task.Delay is late by 2 ms in the median, 4.6 ms at p99), far too coarse
/// for a send plan. There clock_nanosleep with an absolute time is used; elsewhere Thread.Sleep and a short spin.
/// </remarks>
public static partial class PreciseSleep
{
    private const int ClockMonotonic = 1;
    private const int TimerAbsTime = 1;
    private const int PrSetTimerSlack = 29;

    // Thread.Sleep(1) may take 2 ms; the rest is spun.
    private static readonly long CoarseTicks = Ticks.FromMs(2);

    /// <summary>Asks the kernel to wake this thread exactly, not up to 50 µs late together with others.</summary>
    public static void PrepareThread()
    {
        if (OperatingSystem.IsLinux())
            _ = prctl(PrSetTimerSlack, 1, 0, 0, 0);
    }

    /// <summary>Returns at <paramref name="ticks"/>, or at once when that has passed.</summary>
    public static void Until(long ticks)
    {
        if (OperatingSystem.IsLinux() && Ticks.PerSecond == 1_000_000_000)
        {
            var (seconds, nanoseconds) = Math.DivRem(ticks, 1_000_000_000L);
            var until = new Timespec { Seconds = (nint)seconds, Nanoseconds = (nint)nanoseconds };
            // A signal may wake it early; the instant is absolute, so asking again is right.
            while (Ticks.Now < ticks)
                _ = clock_nanosleep(ClockMonotonic, TimerAbsTime, in until, 0);
            return;
        }
        while (ticks - Ticks.Now > CoarseTicks)
            Thread.Sleep(1);
        var spin = new SpinWait();
        while (Ticks.Now < ticks)
            spin.SpinOnce(sleep1Threshold: -1);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    [LibraryImport("libc")]
    private static partial int clock_nanosleep(int clock, int flags, in Timespec request, nint remain);

    [LibraryImport("libc")]
    private static partial int prctl(int option, nuint arg2, nuint arg3, nuint arg4, nuint arg5);
}
