using CsCheck;
using VllmStream.Profiling.Load;
using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Load;

public sealed class LostShareTests
{
    [Fact]
    public void Parts_and_lanes_walk_what_is_still_to_come_each_request_once() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 4], Gen.Int[0, 60], Gen.Int[0, 120]).Sample((parts, lanes, first, count) =>
        {
            var walked = new List<long>();
            for (var part = 0; part < parts; part++)
            {
                for (var lane = 0; lane < lanes; lane++)
                {
                    var (next, stride) = new LostShare(0, part, parts, 0).Walk(first, lane, lanes);
                    for (var k = next; k < count; k += stride)
                        walked.Add(k);
                }
            }

            Assert.Equal(Enumerable.Range(first, Math.Max(0, count - first)).Select(k => (long)k), walked.Order());
        });

    [Fact]
    public void Share_ends_with_its_own_last_request_where_a_number_ends_the_run()
    {
        var plans = Enumerable.Range(0, 4).Select(share => Plan(new PlanShare(share, 4), requests: 10)).ToArray();
        Assert.Equal(10, plans.Sum(plan => plan.MeasuredCount!.Value));
        Assert.All(plans, plan => Assert.Equal(plan.WarmupCount + plan.MeasuredCount, plan.Count));
        Assert.Equal(long.MaxValue, Plan(PlanShare.Whole, requests: 10).Count);
        Assert.Equal(long.MaxValue, Plan(new PlanShare(1, 4), requests: null).Count);
    }

    [Fact]
    public void First_request_from_an_instant_on_is_the_first_that_is_due_then() =>
        Gen.Select(Gen.Int[0, 2], Gen.Double[0, 12], Gen.Bool).Sample((share, seconds, isCounted) =>
        {
            var plan = Plan(new PlanShare(share, 3), isCounted ? 40 : null);
            var ticks = (long)(seconds * VllmStream.Profiling.Clock.Ticks.PerSecond);
            var first = plan.FirstFrom(ticks);
            Assert.True(first == 0 || plan.DueTicks(first - 1) < ticks);
            Assert.True(first >= plan.Count || plan.DueTicks(first) >= ticks);
        });

    private static OpenPlan Plan(PlanShare share, long? requests)
    {
        var options = new RunOptions
        {
            Target = new TargetUrl("http", "h", 80, ""),
            Load = new LoadOptions { Kind = LoadKind.Open, RatePerSecond = 10, Share = share },
            Limits = requests is null ? new LimitOptions { Duration = TimeSpan.FromSeconds(10) } : new LimitOptions { Requests = requests, Duration = null },
        };
        return new OpenPlan(options, Warmup.Of(options), startTicks: 0, new RateSteps(10));
    }
}
