using VllmStream.Profiling.Output;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Reporting.Exchange;

namespace VllmStream.Tests.Profiler.Reporting.Exchange;

public sealed class LocustTimesTests
{
    // As Python rounds: to even at the half.
    [Theory]
    [InlineData(0.4, 0)]
    [InlineData(99.4, 99)]
    [InlineData(104.9, 100)]
    [InlineData(105.1, 110)]
    [InlineData(125, 120)]
    [InlineData(1_449, 1_400)]
    [InlineData(1_451, 1_500)]
    [InlineData(12_501, 13_000)]
    public void Time_is_rounded_as_Locust_rounds(double ms, long rounded) => Assert.Equal(rounded, LocustTimes.Round(ms));

    [Fact]
    public void Figures_are_those_of_Locust()
    {
        var times = Of([10, 20, 30, 40, 1_234]);
        Assert.Equal((5, 1), (times.Requests, times.Failures));
        Assert.Equal([30, 266.8, 10, 1_234], new[] { times.MedianMs, times.AverageMs, times.MinMs, times.MaxMs });
        // calculate_response_time_percentile of {10: 1, 20: 1, 30: 1, 40: 1, 1200: 1} for 5 requests.
        Assert.Equal([30, 40, 40, 1_200, 1_200], new[] { 0.5, 0.66, 0.75, 0.8, 1 }.Select(share => times.PercentileMs(share)));
    }

    [Fact]
    public void Median_lies_within_what_was_measured()
    {
        Assert.Equal(1_234, Of([1_234]).MedianMs);
        Assert.Equal(1_266, Of([1_266]).MedianMs);
    }

    [Fact]
    public void No_request_has_no_times()
    {
        var times = new LocustTimes();
        Assert.All([times.MedianMs, times.AverageMs, times.MinMs, times.MaxMs, times.PercentileMs(0.5)], Assert.Null);
    }

    private static LocustTimes Of(double[] ends)
    {
        var times = new LocustTimes();
        foreach (var (index, ms) in ends.Index())
            times.Add(new RequestLine { StartedMs = 5, EndMs = ms + 5, Bytes = 100, Outcome = index == 1 ? Outcome.HttpError : Outcome.Ok });
        Assert.Equal(100, times.AverageBytes);
        return times;
    }
}
