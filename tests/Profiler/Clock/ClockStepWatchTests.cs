using VllmStream.Profiling.Clock;

namespace VllmStream.Tests.Profiler.Clock;

public sealed class ClockStepWatchTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly ClockStepWatch _watch = new();

    [Theory]
    [InlineData(-3600.0)]
    [InlineData(3600.0)]
    [InlineData(0.5)]
    public void ClockStepWatch_wall_clock_that_is_set_is_noticed_once_with_its_step(double stepSeconds)
    {
        Assert.Null(LookAt(0, 0));
        Assert.Null(LookAt(1, 1));
        Assert.Equal(stepSeconds, LookAt(2, 2 + stepSeconds)!.Value.TotalSeconds, 3);
        Assert.Null(LookAt(3, 3 + stepSeconds));
    }

    [Fact]
    public void ClockStepWatch_wall_clock_that_is_slewed_or_looked_at_late_is_no_step()
    {
        Assert.Null(LookAt(0, 0));
        Assert.Null(LookAt(1, 1.0005));
        Assert.Null(LookAt(31, 31.0155));
    }

    private TimeSpan? LookAt(double monotonicSeconds, double wallSeconds) =>
        _watch.Look(Ticks.FromSeconds(1000 + monotonicSeconds), Noon.AddSeconds(wallSeconds));
}
