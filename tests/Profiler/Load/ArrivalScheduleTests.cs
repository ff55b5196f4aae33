using VllmStream.Profiling.Load;
using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Load;

public sealed class ArrivalScheduleTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0.1)]
    [InlineData(25, 2.5)]
    [InlineData(1_000_000, 100_000)]
    public void Constant_arrivals_are_due_at_k_over_rate(long k, double seconds) =>
        Assert.Equal(seconds, Schedule(ArrivalKind.Constant, rate: 10).DueSeconds(k), 9);

    [Theory]
    [InlineData(ArrivalKind.Poisson, 1.0)]
    [InlineData(ArrivalKind.Gamma, 0.3)]
    [InlineData(ArrivalKind.Gamma, 4.0)]
    public void Arrivals_of_a_whole_plan_fill_exactly_its_time(ArrivalKind kind, double burstiness)
    {
        var schedule = Schedule(kind, rate: 200, burstiness, planned: 10_000);
        var due = Enumerable.Range(0, 10_000).Select(k => schedule.DueSeconds(k)).ToArray();

        Assert.All(due.Zip(due.Skip(1)), pair => Assert.True(pair.Second >= pair.First));
        Assert.True(due[0] > 0);
        Assert.True(due[^1] < 50);
        Assert.True(schedule.DueSeconds(10_000) > 50);
    }

    [Theory]
    [InlineData(ArrivalKind.Poisson, 1.0, 1.0)]
    [InlineData(ArrivalKind.Gamma, 0.5, 1.414)]
    [InlineData(ArrivalKind.Gamma, 4.0, 0.5)]
    public void Gaps_vary_as_the_law_says(ArrivalKind kind, double burstiness, double expectedVariation)
    {
        var schedule = Schedule(kind, rate: 1, burstiness, planned: 20_000);
        var gaps = Enumerable.Range(1, 19_999).Select(k => schedule.DueSeconds(k) - schedule.DueSeconds(k - 1)).ToArray();
        var mean = gaps.Average();
        var variation = Math.Sqrt(gaps.Average(g => (g - mean) * (g - mean))) / mean;

        Assert.Equal(1.0, mean, 2);
        // 20,000 draws give the coefficient of variation within some 3 %.
        Assert.InRange(variation, expectedVariation * 0.95, expectedVariation * 1.05);
    }

    // Kolmogorov and Smirnov: at this distance a law is refused with 1 % of error.
    [Theory]
    [InlineData(ArrivalKind.Poisson, 1.0, 1L)]
    [InlineData(ArrivalKind.Poisson, 1.0, 2L)]
    [InlineData(ArrivalKind.Gamma, 0.5, 1L)]
    [InlineData(ArrivalKind.Gamma, 4.0, 1L)]
    public void Gaps_have_the_distribution_of_their_law(ArrivalKind kind, double burstiness, long seed)
    {
        var gaps = Gaps(kind, burstiness, seed, Planned);
        var limit = 1.63 / Math.Sqrt(gaps.Length);
        Assert.True(Distance(gaps, gap => GammaDistribution.Below(burstiness, burstiness * gap)) < limit);
        // The test can tell laws apart: none of the others fits.
        foreach (var other in (double[])[0.5, 1, 4])
        {
            if (other != burstiness)
                Assert.True(Distance(gaps, gap => GammaDistribution.Below(other, other * gap)) > 3 * limit, $"gamma:{other}");
        }
    }

    [Theory]
    [InlineData(ArrivalKind.Poisson, 1.0)]
    [InlineData(ArrivalKind.Gamma, 0.5)]
    public void Gaps_do_not_depend_on_the_one_before(ArrivalKind kind, double burstiness)
    {
        var gaps = Gaps(kind, burstiness, seed: 5, Planned);
        var mean = gaps.Average();
        var covariance = gaps.Zip(gaps.Skip(1)).Average(pair => (pair.First - mean) * (pair.Second - mean));
        var variance = gaps.Average(gap => (gap - mean) * (gap - mean));
        // 1 % of error again: 2.58 deviations of the correlation of independent values.
        Assert.InRange(covariance / variance, -2.58 / Math.Sqrt(Planned), 2.58 / Math.Sqrt(Planned));
    }

    [Fact]
    public void Poisson_arrivals_in_a_second_vary_as_much_as_their_mean()
    {
        var schedule = Schedule(ArrivalKind.Poisson, rate: 10, planned: Planned, seed: 6);
        var counts = new int[Planned / 10];
        for (var k = 0; k < Planned; k++)
            counts[Math.Min(counts.Length - 1, (int)schedule.DueSeconds(k))]++;
        var mean = counts.Average();
        Assert.InRange(counts.Average(count => (count - mean) * (count - mean)) / mean, 0.88, 1.12);
    }

    private const int Planned = 10_000;

    // In units of the mean gap.
    private static double[] Gaps(ArrivalKind kind, double burstiness, long seed, int count)
    {
        var schedule = Schedule(kind, rate: 1, burstiness, planned: count, seed);
        var due = Enumerable.Range(0, count).Select(k => schedule.DueSeconds(k)).ToArray();
        return [due[0], .. due.Zip(due.Skip(1), (before, after) => after - before)];
    }

    private static double Distance(double[] values, Func<double, double> below)
    {
        var sorted = values.Order().ToArray();
        var most = 0.0;
        for (var i = 0; i < sorted.Length; i++)
        {
            var expected = below(sorted[i]);
            most = Math.Max(most, Math.Max(Math.Abs(expected - (double)i / sorted.Length), Math.Abs(expected - (i + 1.0) / sorted.Length)));
        }
        return most;
    }

    [Fact]
    public void Same_seed_gives_the_same_plan_in_any_order_and_another_seed_another()
    {
        var forwards = Schedule(ArrivalKind.Poisson, rate: 5, planned: 3000);
        var backwards = Schedule(ArrivalKind.Poisson, rate: 5, planned: 3000);
        var other = Schedule(ArrivalKind.Poisson, rate: 5, planned: 3000, seed: 8);

        var first = Enumerable.Range(0, 3000).Select(k => forwards.DueSeconds(k)).ToArray();
        var second = Enumerable.Range(0, 3000).Reverse().Select(k => backwards.DueSeconds(k)).Reverse().ToArray();

        Assert.Equal(first, second);
        Assert.NotEqual(first[1], other.DueSeconds(1));
    }

    private static ArrivalSchedule Schedule(ArrivalKind kind, double rate, double burstiness = 1, long planned = 100, long seed = 7) =>
        new(new LoadOptions { Kind = LoadKind.Open, RatePerSecond = rate, Arrival = kind, Burstiness = burstiness }, seed, planned);
}
