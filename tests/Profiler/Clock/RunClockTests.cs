using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Tests.Profiler.Clock;

public sealed class RunClockTests
{
    private const long Start = 7_000_000_001;

    [Fact]
    public void Time_in_a_file_is_the_microsecond_that_is_counted_in()
    {
        var clock = new RunClock(Start, DateTimeOffset.UnixEpoch);
        // Halves of microseconds among them.
        for (var ns = 0L; ns < 2_000_000_000; ns += 12_500)
        {
            var written = Rounded.ToThousandth(clock.MsAt(Start + ns));
            Assert.Equal(Ticks.ToMicroseconds(ns), Ticks.ToMicroseconds(Ticks.FromMs(written)));
        }
    }
}
