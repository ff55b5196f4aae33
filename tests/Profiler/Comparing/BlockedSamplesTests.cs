using CsCheck;
using VllmStream.Profiling.Comparing;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Tests.Profiler.Comparing;

public sealed class BlockedSamplesTests
{
    private static readonly double[] Percentiles = [1, 50, 90, 99];

    [Fact]
    public void Percentiles_are_those_of_the_picked_stretches_written_out() =>
        Gen.Select(Gen.Double[0, 100].Array[1, 60], Gen.Int[1, 30], Gen.Int[0, 3].Array[60]).Sample((values, blocks, often) =>
        {
            var samples = BlockedSamples.Of(values, Math.Min(blocks, values.Length));
            var picks = often[..samples.Blocks];
            var written = Enumerable.Range(0, values.Length)
                .SelectMany(i => Enumerable.Repeat(values[i], picks[(int)((long)i * samples.Blocks / values.Length)])).Order().ToArray();
            var results = new double[Percentiles.Length];
            samples.Percentiles(picks, Percentiles, results);
            Assert.Equal(written.Length == 0 ? [double.NaN, double.NaN, double.NaN, double.NaN] : Percentiles.Select(percentile => written[Percentile.Rank(percentile, written.Length) - 1]), results);
        });

    [Fact]
    public void Samples_of_a_large_run_keep_their_percentiles_to_a_4000th_of_the_ranks()
    {
        var values = Series.Alike(100_000, 0, 4);
        var samples = BlockedSamples.Of(values, BlockBootstrap.MostBlocks);
        Assert.Equal(values.Length, samples.Count);
        var (picks, results) = (Enumerable.Repeat(1, samples.Blocks).ToArray(), new double[Percentiles.Length]);
        samples.Percentiles(picks, Percentiles, results);
        Array.Sort(values);
        for (var k = 0; k < results.Length; k++)
        {
            var rank = (int)Percentile.Rank(Percentiles[k], values.Length);
            Assert.InRange(results[k], values[rank - 1], values[Math.Min(values.Length, rank + 25) - 1]);
        }
    }

    [Fact]
    public void Histograms_of_seconds_are_put_together_into_stretches()
    {
        var samples = BlockedSamples.OfHistograms([[new HistogramBar(10, 40)], [new HistogramBar(10, 50), new HistogramBar(20, 10)], [new HistogramBar(30, 60)], [new HistogramBar(30, 40)]], 2);
        Assert.Equal(2, samples.Blocks);
        var results = new double[2];
        samples.Percentiles([1, 1], [50, 90], results);
        Assert.Equal([20, 30], results);
        samples.Percentiles([2, 0], [50, 90], results);
        Assert.Equal([10, 10], results);
    }
}
