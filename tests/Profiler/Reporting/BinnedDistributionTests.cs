using CsCheck;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Reporting.Html.Charts;

namespace VllmStream.Tests.Profiler.Reporting;

public sealed class BinnedDistributionTests
{
    [Fact]
    public void Bins_hold_every_sample_and_touch_each_other() =>
        Gen.Select(Gen.Double[0, 3e9].Array[1, 200], Gen.Bool, Gen.Int[1, 120]).Sample((samples, isLog, count) =>
        {
            var bins = Of(samples, isLog, count).Bins;
            Assert.Equal(samples.Length, bins.Sum(bin => bin.Count));
            Assert.Equal(count, bins.Count);
            Assert.All(bins.Zip(bins.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From, 9));
        });

    [Fact]
    public void Bin_holds_the_samples_between_its_edges()
    {
        // 1 to 1000 ms, three decades in three bins.
        var bins = Of([1_000, 2_000, 5_000, 20_000, 30_000, 1_000_000], isLog: true, 3).Bins;
        Assert.Equal([3, 2, 1], bins.Select(bin => bin.Count));
        Assert.Equal([1, 10, 100], bins.Select(bin => Math.Round(bin.From, 3)));
    }

    [Fact]
    public void Samples_of_nothing_at_all_have_a_place_on_a_logarithmic_axis()
    {
        var bins = Of([0, 0, 1_000], isLog: true, 10).Bins;
        Assert.Equal((2, 1), (bins[0].Count, bins[^1].Count));
    }

    private static BinnedDistribution Of(double[] thousandths, bool isLog, int count)
    {
        var distribution = new Distribution();
        foreach (var sample in thousandths)
            distribution.Record(sample);
        return BinnedDistribution.Of(distribution.Bars(), distribution.Min!.Value, distribution.Max!.Value, isLog, count);
    }
}
