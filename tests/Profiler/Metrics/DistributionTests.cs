using CsCheck;
using HdrHistogram;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Tests.Profiler.Metrics;

public sealed class DistributionTests
{
    [Fact]
    public void Distribution_without_samples_has_nothing_to_say()
    {
        var empty = new Distribution();

        Assert.Equal(0, empty.Count);
        Assert.Null(empty.Mean);
        Assert.Null(empty.Min);
        Assert.Null(empty.Max);
        Assert.Null(empty.Value(50));
        Assert.Null(empty.Encode());
        Assert.Empty(empty.Bars());
    }

    [Fact]
    public void Distribution_one_sample_is_every_percentile_that_needs_one()
    {
        var one = Of(20_600);

        Assert.Equal(20.6, one.Value(50));
        Assert.Equal(20.6, one.Value(95));
        Assert.Null(one.Value(99));
        Assert.Equal(20.6, one.Mean);
    }

    [Theory]
    [InlineData(99, 99)]
    [InlineData(100, 99)]
    [InlineData(999, 99.9)]
    [InlineData(1000, 99.9)]
    public void Distribution_tail_percentile_waits_for_its_samples(int samples, double percentile)
    {
        var distribution = Of([.. Enumerable.Range(1, samples).Select(i => i * 1000.0)]);

        Assert.Equal(samples is 100 or 1000, distribution.Value(percentile) is not null);
    }

    [Fact]
    public void Distribution_zero_is_a_sample() => Assert.Equal(0, Of(0, 0, 0).Value(50));

    [Fact]
    public void Distribution_off_the_scale_is_clamped_and_counted()
    {
        var distribution = Of(-5, double.NaN, 4e9, 1000);

        Assert.Equal(4, distribution.Count);
        Assert.Equal(3, distribution.Clamped);
        Assert.Equal(0, distribution.Min);
        Assert.Equal(3_600_000, distribution.Max);
    }

    [Fact]
    public void Distribution_exact_figures_are_exact()
    {
        var distribution = Of(123_456, 123_457, 999_999);

        Assert.Equal(123.456, distribution.Min);
        Assert.Equal(999.999, distribution.Max);
        Assert.Equal(415.637, distribution.Mean);
    }

    [Fact]
    public void Distribution_percentiles_are_within_a_thousandth_of_the_sorted_samples() =>
        Samples.Sample(samples =>
        {
            var distribution = Of(samples);
            var sorted = samples.Order().ToArray();
            foreach (var percentile in new[] { 5, 25, 50, 75, 90, 95 })
            {
                var exact = sorted[Percentile.Rank(percentile, sorted.Length) - 1] / 1000;
                var value = distribution.Value(percentile)!.Value;
                Assert.InRange(value, (exact * 0.999) - 0.001, (exact * 1.001) + 0.001);
            }
        });

    [Fact]
    public void Distribution_percentiles_together_are_those_asked_for_one_by_one() =>
        Samples.Sample(samples =>
        {
            var distribution = Of(samples);
            var values = new double?[5];
            distribution.Values([1, 10, 50, 95, 99], values);
            return values.SequenceEqual([distribution.Value(1), distribution.Value(10), distribution.Value(50), distribution.Value(95), distribution.Value(99)]);
        });

    [Fact]
    public void Distribution_merge_equals_recording_everything_in_one() =>
        Gen.Select(Samples, Samples).Sample((one, other) =>
        {
            var merged = Of(one);
            merged.Add(Of(other));
            return Same(Of([.. one, .. other]), merged);
        });

    [Fact]
    public void Distribution_cleared_is_as_new()
    {
        var distribution = Of(1, 2, 3);
        distribution.Clear();
        distribution.Record(7_000);

        Assert.True(Same(Of(7_000), distribution));
    }

    [Fact]
    public void HistogramScale_agrees_with_the_library() =>
        Gen.Long[0, HistogramScale.Highest].Sample(value =>
        {
            var library = new LongHistogram(HistogramScale.Lowest, HistogramScale.Highest, HistogramScale.Digits);
            var index = HistogramScale.IndexOf(value);
            return HistogramScale.LowestOf(index) == library.LowestEquivalentValue(value)
                && HistogramScale.MiddleOf(index) == library.MedianEquivalentValue(value);
        });

    internal static Gen<double[]> Samples { get; } =
        Gen.OneOf(Gen.Long[0, 3000], Gen.Long[0, 5_000_000], Gen.Long[0, HistogramScale.Highest]).Select(us => (double)us).Array[1, 300];

    internal static Distribution Of(params double[] thousandths)
    {
        var distribution = new Distribution();
        foreach (var sample in thousandths)
            distribution.Record(sample);
        return distribution;
    }

    internal static bool Same(Distribution one, Distribution other) =>
        one.Count == other.Count && one.Min == other.Min && one.Max == other.Max && one.Mean == other.Mean && one.Bars().SequenceEqual(other.Bars());
}
