using VllmStream.Profiling.Metrics.Pairs;
using VllmStream.Profiling.Workload;

namespace VllmStream.Tests.Profiler.Metrics.Pairs;

public sealed class PairIntervalsTests
{
    private const double Cost = 3;

    [Theory]
    [InlineData(25)]
    [InlineData(200)]
    public void Interval_of_the_median_covers_the_truth_as_often_as_it_says(int pairs)
    {
        const int Runs = 400;
        var covered = 0;
        for (var run = 0; run < Runs; run++)
        {
            // Length makes both members of a pair slow; only what they do not share is noise of the difference.
            var (low, high) = PairIntervals.Of(Synthetic(pairs, run), seed: run).Median!.Value;
            covered += low <= Cost && Cost <= high ? 1 : 0;
        }
        // 95 % of 400 is 380 with a deviation of 4.4.
        Assert.InRange(covered, 362, 398);
    }

    [Fact]
    public void Interval_of_p99_covers_the_truth_about_as_often_as_it_says()
    {
        const int Runs = 100;
        var covered = 0;
        for (var run = 0; run < Runs; run++)
        {
            // Independent sides of one law: their percentiles differ by the cost.
            var (low, high) = PairIntervals.Of(Synthetic(PairIntervals.PairsForTail, run), seed: run).Tail!.Value;
            covered += low <= Cost && Cost <= high ? 1 : 0;
        }
        Assert.InRange(covered, 85, 100);
    }

    [Fact]
    public void Interval_is_the_same_for_a_seed_and_whatever_order_pairs_stand_in_by_difference()
    {
        var pairs = Synthetic(500, 1);
        Assert.Equal(PairIntervals.Of(pairs, 5), PairIntervals.Of(pairs, 5));
        Assert.NotEqual(PairIntervals.Of(pairs, 5), PairIntervals.Of(pairs, 6));
    }

    [Fact]
    public void Interval_of_equal_differences_is_that_difference()
    {
        var pairs = Enumerable.Range(0, 400).Select(i => new PairSample(100 + i + Cost, 100 + i, 0)).ToArray();
        var (median, tail) = PairIntervals.Of(pairs, 1);
        Assert.Equal((Cost, Cost), median);
        Assert.Equal((Cost, Cost), tail);
    }

    [Fact]
    public void Too_few_pairs_have_no_interval()
    {
        Assert.Equal((null, null), PairIntervals.Of(Synthetic(19, 1), 1));
        Assert.NotNull(PairIntervals.Of(Synthetic(20, 1), 1).Median);
        Assert.Null(PairIntervals.Of(Synthetic(399, 1), 1).Tail);
    }

    [Fact]
    public void Interval_by_ranks_is_that_of_plainly_drawn_resamples()
    {
        var pairs = Synthetic(401, 3);
        var medians = new double[PairIntervals.Resamples];
        var tails = new double[PairIntervals.Resamples];
        for (var i = 0; i < medians.Length; i++)
        {
            var draws = new Draws(77, i, 1);
            PairSample[] drawn = [.. Enumerable.Range(0, pairs.Length).Select(_ => pairs[draws.NextInt(pairs.Length)])];
            medians[i] = drawn.Select(pair => pair.E2eDifferenceMs).Order().ElementAt(200);
            tails[i] = drawn.Select(pair => pair.StreamE2eMs).Order().ElementAt(396) - drawn.Select(pair => pair.NonstreamE2eMs).Order().ElementAt(396);
        }
        Array.Sort(medians);
        Array.Sort(tails);
        var (median, tail) = PairIntervals.Of(pairs, 5);
        Assert.Equal(medians[49], median!.Value.Low, 0.2);
        Assert.Equal(medians[^50], median.Value.High, 0.2);
        Assert.Equal(tails[49], tail!.Value.Low, 8.0);
        Assert.Equal(tails[^50], tail.Value.High, 8.0);
    }

    // Differences with a skew and a median of Cost; p99 of both sides apart by it as well.
    private static PairSample[] Synthetic(int count, long seed) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
        {
            var draws = new Draws(seed, i, 3);
            var length = 100 + 50 * draws.NextExponential();
            return new PairSample(length + Cost + 2 * draws.NextExponential(), length + 2 * draws.NextExponential(), 10);
        }),
    ];
}
