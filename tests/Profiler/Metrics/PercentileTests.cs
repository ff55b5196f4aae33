using CsCheck;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Tests.Profiler.Metrics;

public sealed class PercentileTests
{
    [Theory]
    [InlineData(50, 1)]
    [InlineData(95, 1)]
    [InlineData(5, 1)]
    [InlineData(98, 50)]
    [InlineData(99, 100)]
    [InlineData(1, 100)]
    [InlineData(99.9, 1000)]
    [InlineData(0.1, 1000)]
    [InlineData(99.99, 10000)]
    public void Percentile_needs_one_sample_of_its_own_in_the_tail(double percentile, long needed) =>
        Assert.Equal(needed, Percentile.SamplesNeeded(percentile));

    [Theory]
    [InlineData(50, 1, 1)]
    [InlineData(50, 2, 1)]
    [InlineData(50, 3, 2)]
    [InlineData(90, 10, 9)]
    [InlineData(99, 100, 99)]
    [InlineData(99, 101, 100)]
    [InlineData(99.9, 1000, 999)]
    [InlineData(1, 100, 1)]
    public void Percentile_rank_is_nearest_rank(double percentile, long n, long rank) =>
        Assert.Equal(rank, Percentile.Rank(percentile, n));

    [Fact]
    public void Percentile_rank_leaves_enough_samples_at_or_under() =>
        Gen.Select(Gen.Int[1, 999], Gen.Long[1, 1_000_000]).Sample((permille, n) =>
        {
            var rank = Percentile.Rank(permille / 10.0, n);
            return rank >= 1 && rank <= n && rank * 1000 >= permille * n && (rank == 1 || (rank - 1) * 1000 < permille * n);
        });
}
