using VllmStream.Profiling.Sweeping;

namespace VllmStream.Tests.Profiler.Sweeping;

public sealed class ShareEstimateTests
{
    [Fact]
    public void Interval_of_batches_that_agree_is_that_of_Wilson()
    {
        // 100 of 100: Wilson's low end is n / (n + z²).
        var share = ShareEstimate.Of95([.. Stages.Samples(10, t => new StageSample { Judged = (long)(t * 10), Good = (long)(t * 10) })])!.Value;
        Assert.Equal(1, share.Value);
        Assert.Equal(100 / (100 + 1.96 * 1.96), share.Low, 1e-3);
        Assert.Equal(1, share.High);
    }

    [Fact]
    public void Interval_is_wider_where_good_and_bad_come_in_spells()
    {
        // Half of the requests are good either way: one after the other, or two seconds and two seconds.
        var mixed = Of(t => (long)(t * 100) / 2);
        var spells = Of(t => (long)(100 * (Math.Floor(t / 4) * 2 + Math.Min(t % 4, 2))));
        Assert.InRange(mixed.High - mixed.Low, 0.01, 0.1);
        Assert.True(spells.High - spells.Low > 3 * (mixed.High - mixed.Low), $"{spells} beside {mixed}");
    }

    [Fact]
    public void Interval_covers_the_true_share_about_as_often_as_it_says()
    {
        var random = new Random(7);
        var covered = 0;
        for (var stage = 0; stage < 400; stage++)
        {
            long judged = 0, good = 0;
            var share = ShareEstimate.Of95([.. Stages.Samples(20, _ =>
            {
                for (var i = 0; i < 5; i++)
                {
                    judged++;
                    good += random.NextDouble() < 0.9 ? 1 : 0;
                }
                return new StageSample { Judged = judged, Good = good };
            })])!.Value;
            covered += share.Low <= 0.9 && share.High >= 0.9 ? 1 : 0;
        }
        Assert.InRange(covered, 0.93 * 400, 400);
    }

    [Fact]
    public void Interval_for_a_decision_is_wider_than_the_one_to_report()
    {
        var samples = Stages.Samples(10, t => new StageSample { Judged = (long)(t * 20), Good = (long)(t * 18) }).ToArray();
        Assert.True(ShareEstimate.Of99(samples)!.Value.Low < ShareEstimate.Of95(samples)!.Value.Low);
    }

    [Fact]
    public void Nothing_that_ended_has_no_share() => Assert.Null(ShareEstimate.Of95([]));

    private static ShareEstimate Of(Func<double, long> good) =>
        ShareEstimate.Of95([.. Stages.Samples(20, t => new StageSample { Judged = (long)(t * 100), Good = good(t) })])!.Value;
}
