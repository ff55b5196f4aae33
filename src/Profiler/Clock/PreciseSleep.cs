using VllmStream.Profiling.Linux;

namespace VllmStream.Profiling.Clock;

/// <summary>Puts the calling thread to sleep until an absolute instant, within some 0.1 ms.</summary>
/// <remarks>
/// .NET's own timers tick on a 4 ms clock on Linux (Task.Delay is late by 2 ms in the median, 4.6 ms at p99), far too coarse
/// for a send plan. There clock_nanosleep with an absolute time is used; elsewhere Thread.Sleep and a short spin.
/// </remarks>
public static class PreciseSleep
{
    // Thread.Sleep(1) may take 2 ms; the rest is spun.
    private static readonly long CoarseTicks = Ticks.FromMs(2);

    /// <summary>Asks the kernel to wake this thread exactly, not up to 50 µs late together with others.</summary>
    public static void PrepareThread()
    {
        if (OperatingSystem.IsLinux())
            _ = Libc.prctl(Libc.PrSetTimerSlack, 1, 0, 0, 0);
    }

    /// <summary>Returns at <paramref name="ticks"/>, or at once when that has passed.</summary>
    public static void Until(long ticks)
    {
        if (OperatingSystem.IsLinux() && Ticks.PerSecond == 1_000_000_000)
        {
            UntilByKernel(ticks);
            return;
        }
        while (ticks - Ticks.Now > CoarseTicks)
            Thread.Sleep(1);
        var spin = new SpinWait();
        while (Ticks.Now < ticks)
            spin.SpinOnce(sleep1Threshold: -1);
    }

    private static unsafe void UntilByKernel(long ticks)
    {
        var until = Timespec.Of(ticks);
        // A signal may wake it early; the instant is absolute, so asking again is right.
        while (Ticks.Now < ticks)
            _ = Libc.clock_nanosleep(Libc.ClockMonotonic, Libc.TimerAbsTime, &until, 0);
    }
}
