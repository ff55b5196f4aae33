using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Reporting.Exchange;

namespace VllmStream.Tests.Profiler.Reporting.Exchange;

public sealed class SampleStatisticsTests
{
    // What numpy 2 gives for the same samples: np.percentile(x, p), np.std(x), np.mean(x).
    [Theory]
    [InlineData(new double[] { 4, 1, 3, 2 }, 2.5, 1.118033988749895, 2.5, 3.7, 3.97)]
    [InlineData(new double[] { 5 }, 5, 0, 5, 5, 5)]
    [InlineData(new double[] { 10, 20, 40, 80, 160 }, 62, 54.552726787943421, 40, 128, 156.8)]
    public void Statistics_are_those_of_numpy(double[] samples, double mean, double std, double median, double p90, double p99)
    {
        var statistics = SampleStatistics.Of(samples)!;
        Assert.Equal((samples.Length, mean), ((int)statistics.Count, statistics.Mean));
        Assert.Equal(std, statistics.Std, 12);
        Assert.Equal(median, statistics.Median, 12);
        Assert.Equal(p90, statistics.Percentile(90), 12);
        Assert.Equal(p99, statistics.Percentile(99), 12);
        Assert.Equal((samples.Min(), samples.Max()), (statistics.Percentile(0), statistics.Percentile(100)));
    }

    [Fact]
    public void Statistics_of_nothing_are_absent()
    {
        Assert.Null(SampleStatistics.Of([]));
        Assert.Null(SampleStatistics.Of([], mean: null));
    }

    [Fact]
    public void Statistics_of_a_histogram_are_those_of_its_samples_spread_out()
    {
        HistogramBar[] bars = [new(1, 3), new(2, 1), new(10, 4)];
        var spread = SampleStatistics.Of(bars.SelectMany(bar => Enumerable.Repeat(bar.Value, (int)bar.Count)))!;
        var statistics = SampleStatistics.Of(bars, mean: null)!;
        Assert.Equal(spread.Count, statistics.Count);
        Assert.Equal(spread.Mean, statistics.Mean, 12);
        Assert.Equal(spread.Std, statistics.Std, 12);
        for (var percent = 0; percent <= 100; percent++)
            Assert.Equal(spread.Percentile(percent), statistics.Percentile(percent), 12);
        Assert.Equal(5.5, SampleStatistics.Of(bars, mean: 5.5)!.Mean);
    }
}
