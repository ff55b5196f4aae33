using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Load;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Workload;

namespace VllmStream.Tests.Profiler.Load;

public sealed class PairWindowTests
{
    private readonly List<(RunPhase Phase, double Seconds)> _phases = [];

    [Fact]
    public void Count_gives_out_whole_pairs_and_sending_ends_with_the_last_second_member()
    {
        var window = Window(new LimitOptions { Duration = null, Requests = 4 }, new Warmup(null, TimeSpan.Zero));
        Assert.True(window.TryClaim(At(1), out _));
        Assert.True(window.TryClaim(At(1), out _));
        // A third slot gets nothing, and the two seconds are still to come.
        Assert.False(window.TryClaim(At(2), out _));
        Assert.False(window.SendsOver);
        Assert.True(window.TrySendSecond(false, At(3)));
        Assert.False(window.SendsOver);
        Assert.True(window.TrySendSecond(false, At(4)));
        Assert.Equal([(RunPhase.Running, 1), (RunPhase.Draining, 4)], _phases);
        Assert.False(window.TryClaim(At(5), out _));
    }

    [Fact]
    public void Count_ends_sending_when_a_slot_asks_after_the_last_second_member()
    {
        var window = Window(new LimitOptions { Duration = null, Requests = 2 }, new Warmup(null, TimeSpan.Zero));
        Assert.True(window.TryClaim(At(1), out _));
        Assert.True(window.TrySendSecond(false, At(2)));
        Assert.False(window.SendsOver);
        Assert.False(window.TryClaim(At(3), out _));
        Assert.Equal([(RunPhase.Running, 1), (RunPhase.Draining, 3)], _phases);
    }

    [Fact]
    public void Time_may_end_between_the_members()
    {
        var window = Window(new LimitOptions { Duration = TimeSpan.FromSeconds(10) }, new Warmup(null, TimeSpan.Zero));
        Assert.True(window.TryClaim(At(0), out _));
        Assert.True(window.TrySendSecond(false, At(9.9)));
        Assert.True(window.TryClaim(At(9.95), out _));
        Assert.False(window.TrySendSecond(false, At(10)));
        Assert.Equal([(RunPhase.Running, 0), (RunPhase.Draining, 10)], _phases);
    }

    [Fact]
    public void Warmup_by_count_is_of_requests()
    {
        var window = Window(new LimitOptions { Duration = null, Requests = 2 }, new Warmup(4, TimeSpan.FromSeconds(10)));
        var claims = Enumerable.Range(0, 3).Select(i => window.TryClaim(At(i), out var claim) ? claim : default).ToArray();
        Assert.Equal([true, true, false], claims.Select(claim => claim.Warmup));
        Assert.Equal([0, 1, 2], claims.Select(claim => claim.Place.Number));
        Assert.True(window.TrySendSecond(true, At(3)));
    }

    [Fact]
    public void Open_plan_has_whole_pairs_in_its_warmup()
    {
        foreach (var seed in Enumerable.Range(0, 20))
        {
            var options = new RunOptions
            {
                Target = new TargetUrl("http", "h", 80, ""),
                Load = new LoadOptions { Kind = LoadKind.Open, RatePerSecond = 3 },
                Workload = new WorkloadOptions { Mode = RequestMode.Paired, Seed = seed },
            };
            var plan = new OpenPlan(options, new Warmup(null, TimeSpan.FromSeconds(3)), At(0), new RateSteps(3));
            Assert.Equal(0, plan.WarmupCount % 2);
            Assert.InRange(plan.WarmupCount, 8, 9);
        }
    }

    private MeasuredWindow Window(LimitOptions limits, Warmup warmup) =>
        new(limits, warmup, At(0), (phase, ticks) => _phases.Add((phase, Ticks.ToSeconds(ticks - At(0)))), claimsPairs: true);

    private static long At(double seconds) => 1_000 * Ticks.PerSecond + Ticks.FromSeconds(seconds);
}
