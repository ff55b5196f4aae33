using VllmStream.Profiling.Comparing;

namespace VllmStream.Tests.Profiler.Comparing;

public sealed class BlockLengthTests
{
    private static readonly double[] Percentiles = [50, 90, 99];

    [Fact]
    public void Independent_samples_need_no_blocks()
    {
        var lengths = Enumerable.Range(1, 40).Select(seed => BlockLength.Of(Series.Alike(600, 0, seed), Percentiles)).Order().ToArray();
        Assert.InRange(lengths[20], 1, 3);
        Assert.InRange(lengths[^1], 1, 60);
    }

    [Theory]
    [InlineData(0.5, 4)]
    [InlineData(0.9, 15)]
    public void Samples_that_are_like_their_neighbours_stay_together(double share, int atLeast)
    {
        var lengths = Enumerable.Range(1, 20).Select(seed => BlockLength.Of(Series.Alike(2_000, share, seed), Percentiles)).Order().ToArray();
        Assert.InRange(lengths[10], atLeast, 140);
    }

    [Fact]
    public void Slow_requests_in_clusters_are_seen_where_the_others_are_independent()
    {
        // One stretch of 20 in 400 is slow, in no order that ranks of the others would show.
        var values = Series.Alike(4_000, 0, 9);
        for (var i = 0; i < values.Length; i++)
            values[i] += i / 20 % 20 == 0 ? 100 : 0;
        Assert.InRange(BlockLength.Of(values, Percentiles), 8, 400);
    }

    [Fact]
    public void Many_samples_are_looked_at_in_bunches() =>
        Assert.InRange(BlockLength.Of(Series.Alike(100_000, 0.9, 3), Percentiles), 15, 1_000);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500)]
    public void Equal_samples_need_none(int count) => Assert.Equal(1, BlockLength.Of(Enumerable.Repeat(7.0, count).ToArray(), Percentiles));
}
