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
