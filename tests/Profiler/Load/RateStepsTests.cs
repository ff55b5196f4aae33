using VllmStream.Profiling.Load;

namespace VllmStream.Tests.Profiler.Load;

public sealed class RateStepsTests
{
    [Fact]
    public void Places_before_a_change_keep_their_time_and_those_after_it_follow_the_new_rate()
    {
        var rate = new RateSteps(10);
        Assert.Equal(2.5, rate.SecondsAt(25), 9);

        rate.Change(2, 20);
        rate.Change(3, 5);

        Assert.Equal(1.9, rate.SecondsAt(19), 9);
        Assert.Equal(2, rate.SecondsAt(20), 9);
        Assert.Equal(2.25, rate.SecondsAt(25), 9);
        Assert.Equal(3, rate.SecondsAt(40), 9);
        Assert.Equal(4, rate.SecondsAt(45), 9);
    }
}
