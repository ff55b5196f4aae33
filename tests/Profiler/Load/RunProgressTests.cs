using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Load;
using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Load;

public sealed class RunProgressTests
{
    private static readonly long Start = 7 * Ticks.PerSecond;

    [Fact]
    public void Ratio_of_a_timed_run_is_its_time_after_the_warm_up()
    {
        var limits = new LimitOptions { Duration = TimeSpan.FromSeconds(10) };
        var window = Window(limits, warmupSeconds: 4);
        Assert.True(window.TryClaim(At(1), out _));
        Assert.Equal(0, RunProgress.Ratio(window, limits, 0, At(3)));

        Assert.True(window.TryClaim(At(4), out _));

        Assert.Equal(0.25, RunProgress.Ratio(window, limits, 0, At(6.5)), 3);
        Assert.Equal(1, RunProgress.Ratio(window, limits, 0, At(20)));
    }

    [Fact]
    public void Ratio_of_a_run_that_is_ended_early_stays_where_it_was()
    {
        var limits = new LimitOptions { Duration = TimeSpan.FromSeconds(10) };
        var window = Window(limits, warmupSeconds: 0);
        Assert.True(window.TryClaim(At(0), out _));
        window.Close(At(3));

        Assert.Equal(0.3, RunProgress.Ratio(window, limits, 5, At(9)), 3);
    }

    [Fact]
    public void Ratio_of_a_run_of_so_many_requests_is_those_that_have_ended()
    {
        var limits = new LimitOptions { Duration = null, Requests = 8 };
        var window = Window(limits, warmupSeconds: 0);
        Assert.Equal(0, RunProgress.Ratio(window, limits, 0, At(0)));
        Assert.True(window.TryClaim(At(0), out _));

        Assert.Equal(0.25, RunProgress.Ratio(window, limits, 2, At(100)), 3);
    }

    private static MeasuredWindow Window(LimitOptions limits, double warmupSeconds) =>
        new(limits, new Warmup(null, TimeSpan.FromSeconds(warmupSeconds)), At(0), (_, _) => { });

    private static long At(double seconds) => Start + Ticks.FromSeconds(seconds);
}
