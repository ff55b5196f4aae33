using VllmStream.Profiling.Options;
using VllmStream.Profiling.Sweeping;

namespace VllmStream.Tests.Profiler.Sweeping;

public sealed class SweepOptionsTests
{
    private static readonly SweepOptions Open = new()
    {
        Run = new RunOptions
        {
            Target = new TargetUrl("http", "h", 80, ""),
            Load = new LoadOptions { Kind = LoadKind.Open, RatePerSecond = 1 },
            Limits = new LimitOptions { Duration = TimeSpan.FromSeconds(30) },
            Workload = new WorkloadOptions { Seed = 7 },
        },
    };

    [Fact]
    public void Stage_has_its_load_and_a_seed_of_its_own()
    {
        var (first, second) = (Open.StageAt(1, 8, null), Open.StageAt(2, 16, null));
        Assert.Equal((8, 16), (first.Load.RatePerSecond, second.Load.RatePerSecond));
        Assert.Equal(7, first.Workload.Seed);
        Assert.NotEqual(first.Workload.Seed, second.Workload.Seed);
    }

    [Theory]
    [InlineData(1_000, 3)]
    [InlineData(7_000, 7)]
    [InlineData(60_000, 10)]
    public void Warmup_of_an_open_loop_is_as_long_as_its_requests(double latencyMs, double seconds) =>
        Assert.Equal(seconds, Open.StageAt(1, 8, latencyMs).Limits.WarmupDuration!.Value.TotalSeconds);

    [Fact]
    public void Warmup_that_was_asked_for_stays()
    {
        var asked = Open with { Run = Open.Run with { Limits = new LimitOptions { WarmupRequests = 5 } } };
        Assert.Equal(asked.Run.Limits, asked.StageAt(1, 8, 7_000).Limits);
    }
}
