using VllmStream.Profiling.Linux;

namespace VllmStream.Profiling.Clock;

/// <summary>Maps the kernel's receive stamps (CLOCK_REALTIME) to monotonic ticks by an offset that is measured again and again.</summary>
/// <remarks>
/// The kernel stamps a segment with the wall clock, and somebody may set that clock. The offset between both clocks moves only
/// then, or slowly when one of them is slewed, so a jump between two measurements is a step: segments that were stamped before it
/// and read after it are mapped by the offset before. A stamp that fits neither is not believed. One thread.
/// </remarks>
public sealed class KernelClock
{
    // Without being interrupted, three clock readings take some 60 ns; a longer pause says nothing about the offset.
    private const long GoodWindow = 2_000;
    private const int Tries = 4;

    // Two clocks of one machine part by 0.1 % at most, and a measurement is off by half its window.
    private const long StepTolerance = 20_000;
    private const long DriftDivisor = 1_000;

    // How far a stamp may stand outside what is possible: the stamp is taken before the segment reaches its socket.
    private const long Slack = 1_000_000;

    private static readonly long PeriodTicks = Ticks.FromMs(1);

    private readonly Func<ClockReading> _read;
    private long _offset;
    private long _offsetBefore;
    private long _measuredTicks;

    /// <summary>Measures for the first time.</summary>
    /// <param name="read">Reads both clocks; null = the system's.</param>
    public KernelClock(Func<ClockReading>? read = null)
    {
        _read = read ?? ReadSystem;
        var reading = Best();
        _offset = _offsetBefore = OffsetOf(reading);
        _measuredTicks = reading.After;
    }

    /// <summary>How often the wall clock was seen to be set.</summary>
    public int Steps { get; private set; }

    /// <summary>Measures again unless that was done within the last millisecond.</summary>
    public void Follow(long nowTicks)
    {
        if (nowTicks - _measuredTicks >= PeriodTicks)
            Measure();
    }

    /// <summary>When a segment arrived, in monotonic ticks.</summary>
    /// <param name="stamp">The kernel's stamp, in nanoseconds of the wall clock.</param>
    /// <param name="earliestTicks">When its socket was last known to be empty.</param>
    /// <param name="nowTicks">Now.</param>
    /// <returns>0 when the stamp cannot be true.</returns>
    public long ToTicks(long stamp, long earliestTicks, long nowTicks)
    {
        if (Fit(stamp - _offset, earliestTicks, nowTicks) is var ticks and not 0)
            return ticks;
        Measure();
        ticks = Fit(stamp - _offset, earliestTicks, nowTicks);
        return ticks != 0 ? ticks : Fit(stamp - _offsetBefore, earliestTicks, nowTicks);
    }

    private static long Fit(long ticks, long earliestTicks, long nowTicks) =>
        ticks < earliestTicks - Slack || ticks > nowTicks + Slack ? 0 : Math.Min(ticks, nowTicks);

    private void Measure()
    {
        var reading = Best();
        // Interrupted each time: the offset before is better than a guess.
        if (reading.After - reading.Before > GoodWindow)
            return;
        var offset = OffsetOf(reading);
        if (Math.Abs(offset - _offset) > StepTolerance + ((reading.After - _measuredTicks) / DriftDivisor))
        {
            Steps++;
            _offsetBefore = _offset;
        }
        _offset = offset;
        _measuredTicks = reading.After;
    }

    private ClockReading Best()
    {
        var best = _read();
        for (var i = 1; i < Tries && best.After - best.Before > GoodWindow; i++)
        {
            var next = _read();
            if (next.After - next.Before < best.After - best.Before)
                best = next;
        }
        return best;
    }

    private static long OffsetOf(in ClockReading reading) => reading.Wall - (reading.Before + ((reading.After - reading.Before) / 2));

    private static unsafe ClockReading ReadSystem()
    {
        Timespec wall;
        var before = Ticks.Now;
        _ = Libc.clock_gettime(Libc.ClockRealtime, &wall);
        return new ClockReading(before, wall.TotalNanoseconds, Ticks.Now);
    }
}
