using VllmStream.Cluster.Coordinating;
using VllmStream.Profiling.Clock;

namespace VllmStream.Tests.Cluster.Coordinating;

public sealed class ClockEstimateTests
{
    [Fact]
    public void Instant_is_carried_over_to_a_clock_with_another_rate()
    {
        // The agent counts 10^7 a second, and stood at 5 s as ours stood at 100 s.
        var clock = new ClockEstimate(Ticks.FromSeconds(100), 50_000_000, 10_000_000, Ticks.FromMs(1));
        Assert.Equal(65_000_000, clock.ToAgentTicks(Ticks.FromSeconds(101.5)));
        Assert.Equal(45_000_000, clock.ToAgentTicks(Ticks.FromSeconds(99.5)));
        Assert.Equal(0.5, clock.UncertaintyMs, 6);
    }
}
