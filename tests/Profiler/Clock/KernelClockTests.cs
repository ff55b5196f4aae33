using VllmStream.Profiling.Clock;

namespace VllmStream.Tests.Profiler.Clock;

/// <summary>The mapping of the kernel's stamps under a wall clock that is set, slewed, or read late.</summary>
public sealed class KernelClockTests
{
    private const long Second = 1_000_000_000;
    private const long Ms = 1_000_000;

    private long _mono = 100 * Second;
    private long _offset = 1_700_000_000 * Second;
    private long _pause = 60;

    [Fact]
    public void KernelClock_stamp_comes_back_as_the_monotonic_instant()
    {
        var clock = new KernelClock(Read);
        var arrived = _mono + (5 * Ms);
        _mono += 7 * Ms;
        Assert.InRange(clock.ToTicks(arrived + _offset, arrived - Ms, _mono) - arrived, -1_000, 1_000);
        Assert.Equal(0, clock.Steps);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    [InlineData(1)]
    [InlineData(-1)]
    public void KernelClock_step_of_the_wall_clock_moves_no_arrival(int seconds)
    {
        var clock = new KernelClock(Read);
        var before = _mono + Ms;
        var stampBefore = before + _offset;
        _mono += 2 * Ms;
        _offset += seconds * Second;
        var after = _mono + Ms;
        var stampAfter = after + _offset;
        _mono += 3 * Ms;

        // Both were in the socket when the clock was set in between; the mapping is of before the step.
        Assert.InRange(clock.ToTicks(stampAfter, before - Ms, _mono) - after, -1_000, 1_000);
        Assert.InRange(clock.ToTicks(stampBefore, before - Ms, _mono) - before, -1_000, 1_000);
        Assert.Equal(1, clock.Steps);

        // And it is followed from then on.
        _mono += Second;
        clock.Follow(_mono);
        Assert.InRange(clock.ToTicks(_mono - Ms + _offset, _mono - (2 * Ms), _mono) - (_mono - Ms), -1_000, 1_000);
        Assert.Equal(1, clock.Steps);
    }

    [Fact]
    public void KernelClock_slewed_wall_clock_bends_no_gap()
    {
        var clock = new KernelClock(Read);
        var last = 0L;
        // 500 ppm, the fastest that adjtime slews: half a millisecond a second.
        for (var i = 0; i < 10_000; i++)
        {
            _mono += 20 * Ms;
            _offset += 10_000;
            clock.Follow(_mono);
            var arrived = clock.ToTicks(_mono - Ms + _offset, _mono - (2 * Ms), _mono);
            if (last != 0)
                Assert.InRange(arrived - last - (20 * Ms), -2_000, 2_000);
            last = arrived;
        }
        Assert.Equal(0, clock.Steps);
    }

    [Fact]
    public void KernelClock_reading_that_was_interrupted_is_not_used()
    {
        var clock = new KernelClock(Read);
        _mono += Second;
        _pause = 40 * Ms;
        clock.Follow(_mono);
        var arrived = _mono - Ms;
        Assert.InRange(clock.ToTicks(arrived + _offset, arrived - Ms, _mono) - arrived, -1_000, 1_000);
        Assert.Equal(0, clock.Steps);
    }

    [Theory]
    [InlineData(-10 * Second)]
    [InlineData(10 * Second)]
    public void KernelClock_stamp_that_cannot_be_true_is_no_arrival(long off)
    {
        var clock = new KernelClock(Read);
        Assert.Equal(0, clock.ToTicks(_mono + _offset + off, _mono - Ms, _mono));
    }

    [Fact]
    public void KernelClock_of_the_system_agrees_with_itself()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "CLOCK_REALTIME is asked of Linux");
        var clock = new KernelClock();
        for (var i = 0; i < 100; i++)
        {
            Thread.Sleep(2);
            clock.Follow(Ticks.Now);
        }
        Assert.Equal(0, clock.Steps);
    }

    private ClockReading Read()
    {
        var before = _mono;
        _mono += _pause / 2;
        var wall = _mono + _offset;
        _mono += _pause / 2;
        return new ClockReading(before, wall, _mono);
    }
}
