using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Load;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Load;

public sealed class MeasuredWindowTests
{
    private readonly List<(RunPhase Phase, double Seconds)> _phases = [];

    [Fact]
    public void Warmup_by_count_does_not_count_and_the_rest_does()
    {
        var window = Window(new LimitOptions { Duration = null, Requests = 3 }, new Warmup(2, TimeSpan.FromSeconds(10)));

        var claims = Enumerable.Range(0, 6).Select(i => window.TryClaim(At(i), out var claim) ? (Claim?)claim : null).ToArray();

        Assert.Equal([true, true, false, false, false, null], claims.Select(c => c?.Warmup));
        Assert.Equal([0, 1, 2, 3, 4, null], claims.Select(c => c?.Place.Number));
        Assert.Equal([(RunPhase.Warmup, 0), (RunPhase.Running, 2), (RunPhase.Draining, 5)], _phases);
    }

    [Fact]
    public void Stages_of_concurrency_are_measured_from_the_start_and_number_their_requests_anew()
    {
        Assert.True(StagesText.TryParseConcurrency("10s:0,10s:2,10s>4", out var stages, out _));
        var limits = new LimitOptions { Duration = TimeSpan.FromSeconds(30) };
        var window = new MeasuredWindow(limits, new Warmup(null, TimeSpan.Zero), At(0), (phase, ticks) => _phases.Add((phase, Seconds(ticks))), new StageProfile(stages));

        var places = ((double[])[10, 11, 19.9, 20, 25, 29.9]).Select(seconds => window.TryClaim(At(seconds), out var claim) ? claim.Place : default).ToArray();

        Assert.Equal([3, 3, 3, 4, 4, 4], places.Select(place => place.Stage));
        Assert.Equal([0, 1, 2, 0, 1, 2], places.Select(place => place.InStage));
        Assert.Equal([0, 1, 2, 3, 4, 5], places.Select(place => place.Number));
        Assert.False(window.TryClaim(At(30), out _));
        Assert.Equal([(RunPhase.Running, 0), (RunPhase.Draining, 30)], _phases);
    }

    [Fact]
    public void Warmup_by_count_of_the_user_has_no_cap()
    {
        var warmup = Warmup.Of(new RunOptions { Target = new TargetUrl("http", "h", 80, ""), Limits = new LimitOptions { WarmupRequests = 2 } });
        var window = Window(new LimitOptions(), warmup);
        Assert.True(window.TryClaim(At(0), out var first));
        Assert.True(window.TryClaim(At(1000), out var second));
        Assert.True(window.TryClaim(At(1001), out var third));
        Assert.Equal([true, true, false], [first.Warmup, second.Warmup, third.Warmup]);
    }

    [Fact]
    public void Warmup_by_count_ends_at_its_cap()
    {
        var window = Window(new LimitOptions(), new Warmup(1000, TimeSpan.FromSeconds(10)));
        Assert.True(window.TryClaim(At(9.9), out var before));
        Assert.True(window.TryClaim(At(10), out var after));
        Assert.True(before.Warmup);
        Assert.False(after.Warmup);
    }

    [Fact]
    public void Duration_counts_from_the_first_measured_request()
    {
        var window = Window(new LimitOptions { Duration = TimeSpan.FromSeconds(30) }, new Warmup(null, TimeSpan.FromSeconds(5)));
        Assert.True(window.TryClaim(At(4.9), out _));
        Assert.True(window.TryClaim(At(5.5), out _));
        Assert.True(window.TryClaim(At(35.4), out _));
        Assert.False(window.TryClaim(At(35.6), out _));
        Assert.Equal(35.5, Seconds(window.SendsOverTicks), 6);
    }

    [Fact]
    public void Window_ends_by_the_clock_when_no_request_asks()
    {
        var window = Window(new LimitOptions { Duration = TimeSpan.FromSeconds(1) }, new Warmup(0, TimeSpan.FromSeconds(10)));
        Assert.True(window.TryClaim(At(0), out _));
        window.CheckEnd(At(0.9));
        Assert.False(window.SendsOver);
        window.CheckEnd(At(1.1));
        Assert.True(window.SendsOver);
        Assert.False(window.ClosedEarly);
    }

    [Fact]
    public void Warmup_counts_requests_and_a_task_that_began_in_it_goes_on_measured()
    {
        var window = Window(new LimitOptions { Duration = null, Requests = 3 }, new Warmup(2, TimeSpan.FromSeconds(10)));
        Assert.True(window.TryClaim(At(0), out var task));
        var steps = new List<bool> { task.Warmup };
        for (var i = 1; i <= 4; i++)
        {
            Assert.True(window.TryGoOn(ref task, At(i)));
            steps.Add(task.Warmup);
        }
        Assert.Equal([true, true, false, false, false], steps);
        Assert.False(window.TryGoOn(ref task, At(5)));
        Assert.Equal([(RunPhase.Warmup, 0), (RunPhase.Running, 2), (RunPhase.Draining, 5)], _phases);
    }

    [Fact]
    public void Number_of_a_plan_that_is_used_up_does_not_end_what_a_cap_holds_back()
    {
        var window = new MeasuredWindow(new LimitOptions { Duration = null, Requests = 1 }, new Warmup(null, TimeSpan.Zero), At(0), (phase, ticks) => _phases.Add((phase, Seconds(ticks))), isPlanned: true);
        Assert.True(window.TryClaim(new Claim(default, Warmup: false), At(1), At(1)));
        Assert.False(window.TryClaim(new Claim(default, Warmup: false), At(2), At(1)));
        Assert.False(window.SendsOver);
        window.PlanOver(At(7));
        Assert.Equal(7, Seconds(window.SendsOverTicks), 6);
    }

    [Fact]
    public void What_lies_beyond_the_number_of_a_plan_waits_until_all_before_it_is_claimed()
    {
        var window = new MeasuredWindow(new LimitOptions { Duration = null, Requests = 2 }, new Warmup(null, TimeSpan.Zero), At(0), (_, _) => { }, isPlanned: true);
        Assert.True(window.TryClaim(new Claim(default, Warmup: false), At(1), At(1)));
        // One lane has done its share; the other has not sent its only one yet.
        Assert.True(window.IsBeyondCount(2));
        Assert.False(window.IsBeyondCount(1));
        Assert.True(window.TryClaim(new Claim(default, Warmup: false), At(2), At(1)));
        Assert.False(window.IsBeyondCount(2));
        Assert.False(window.TryClaim(new Claim(default, Warmup: false), At(3), At(1)));
    }

    [Fact]
    public void Window_begun_anew_goes_on_with_what_the_plan_has_next()
    {
        var window = new MeasuredWindow(new LimitOptions { Duration = null, Requests = 2 }, new Warmup(null, TimeSpan.Zero), At(0), (_, _) => { }, isPlanned: true);
        Assert.True(window.TryClaim(new Claim(default, Warmup: false), At(1), At(1)));
        Assert.True(window.TryRestart((_, _) => { }));
        Assert.False(window.IsBeyondCount(2));
    }

    [Fact]
    public void Closing_ends_sending_at_once_and_is_remembered()
    {
        var window = Window(new LimitOptions(), new Warmup(0, TimeSpan.FromSeconds(10)));
        Assert.True(window.TryClaim(At(0), out _));
        window.Close(At(1));
        Assert.False(window.TryClaim(At(1.1), out _));
        Assert.True(window.ClosedEarly);
    }

    [Theory]
    [InlineData(null, null, LoadKind.Closed, 16L, 10.0)]
    [InlineData(null, null, LoadKind.Open, null, 3.0)]
    [InlineData(5, null, LoadKind.Closed, null, 5.0)]
    [InlineData(null, 40, LoadKind.Open, null, 5.0)]
    [InlineData(null, 0, LoadKind.Open, null, 0.0)]
    public void Warmup_is_what_the_options_say_or_the_default(int? seconds, int? count, LoadKind kind, long? requests, double atMostSeconds)
    {
        var warmup = Warmup.Of(new RunOptions
        {
            Target = new TargetUrl("http", "h", 80, ""),
            Load = new LoadOptions { Kind = kind, Concurrency = 8, RatePerSecond = 8 },
            Limits = new LimitOptions { WarmupDuration = seconds is { } s ? TimeSpan.FromSeconds(s) : null, WarmupRequests = count },
        });
        Assert.Equal(requests, warmup.Requests);
        Assert.Equal(atMostSeconds, warmup.AtMost.TotalSeconds, 6);
    }

    private MeasuredWindow Window(LimitOptions limits, Warmup warmup) =>
        new(limits, warmup, Base, (phase, ticks) => _phases.Add((phase, Seconds(ticks))));

    private static long Base => Ticks.FromSeconds(1000);

    private static long At(double seconds) => Base + Ticks.FromSeconds(seconds);

    private static double Seconds(long ticks) => Ticks.ToSeconds(ticks - Base);
}
