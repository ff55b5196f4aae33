using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.Smoothness;

namespace VllmStream.Tests.Profiler.Metrics;

public sealed class SmoothnessTests
{
    [Theory]
    [InlineData(new[] { 20.0, 20, 250, 20 }, 0)]
    [InlineData(new[] { 20.0, 20, 251, 20 }, 1)]
    [InlineData(new[] { 100.0, 100, 500, 100, 100 }, 0)]
    [InlineData(new[] { 100.0, 100, 501, 100, 100 }, 1)]
    [InlineData(new[] { 20.0, 1500, 20, 1500, 20 }, 2)]
    [InlineData(new[] { 1500.0 }, 0)]
    [InlineData(new[] { 400.0, 400, 400 }, 0)]
    public void Stall_is_above_250_ms_and_five_medians(double[] gapsMs, int stalls)
    {
        var aggregator = RecordFactory.Aggregator();
        aggregator.Add(RecordFactory.Streamed(0, Times(gapsMs), outputTokens: gapsMs.Length + 1));
        var figures = aggregator.All.Smoothness;
        Assert.Equal((1, stalls, stalls > 0 ? 1 : 0), (figures.Requests, figures.Stalls, figures.StalledRequests));
        Assert.Equal(stalls > 0 ? gapsMs.Max() : null, figures.LongestStallMs);
        Assert.Equal(stalls * gapsMs.Max(), figures.StalledMs);
        Assert.Equal(gapsMs.Sum(), figures.StreamingMs);
    }

    [Fact]
    public void Stalls_are_counted_by_group_and_only_of_measured_successes()
    {
        var aggregator = RecordFactory.Aggregator(0, "a", "b");
        double[] stalled = [20, 20, 1500, 20];
        aggregator.Add(RecordFactory.Streamed(0, Times(stalled), group: "a", outputTokens: 5));
        aggregator.Add(RecordFactory.Streamed(0, Times([20, 20, 20, 20]), group: "b", outputTokens: 5));
        aggregator.Add(RecordFactory.Streamed(0, Times(stalled), group: "b", outputTokens: 5, warmup: true));
        aggregator.Add(RecordFactory.Streamed(0, Times(stalled), group: "b", outputTokens: 5, outcome: VllmStream.Profiling.Recording.Outcome.Truncated));
        aggregator.Add(RecordFactory.Whole(0, 4_000, group: "b"));
        Assert.Equal((1, 1), (aggregator.Groups["a"].Smoothness.Stalls, aggregator.Groups["a"].Smoothness.Requests));
        Assert.Equal((0, 1), (aggregator.Groups["b"].Smoothness.Stalls, aggregator.Groups["b"].Smoothness.Requests));
        Assert.Equal(1, aggregator.All.Smoothness.Stalls);
        Assert.Equal(1_500.0 / (1_560 + 80), aggregator.All.Smoothness.StalledRatio!.Value, 0.000_001);
    }

    [Theory]
    [InlineData(new[] { 100.0, 100, 100, 100 }, 0)]
    // Slower than anybody reads: 189.1 ms a token, so each of the four gaps is a wait of 10.9 ms.
    [InlineData(new[] { 200.0, 200, 200, 200 }, 43.697)]
    // Four tokens in an instant are 945 ms of reading with the first; a stall of a second is hardly seen behind them.
    [InlineData(new[] { 0.0, 0, 0, 0, 1_000, 0 }, 54.622)]
    // The same stall at once is.
    [InlineData(new[] { 1_000.0, 0, 0, 0, 0, 0 }, 810.924)]
    public void Reader_waits_where_nothing_is_left_to_read(double[] gapsMs, double waitMs)
    {
        var aggregator = RecordFactory.Aggregator();
        aggregator.Add(RecordFactory.Streamed(0, Times(gapsMs), outputTokens: gapsMs.Length + 1));
        Assert.Equal(waitMs, aggregator.All.Smoothness.ReaderWaitMs, 0.002);
        Assert.Equal(waitMs == 0 ? 1 : 0, aggregator.All.Smoothness.ReadWithoutWaitRatio);
    }

    [Fact]
    public void Events_of_several_tokens_give_the_reader_more_to_read()
    {
        var aggregator = RecordFactory.Aggregator();
        aggregator.Add(RecordFactory.Streamed(0, Times([200, 200, 200, 200]), outputTokens: 10));
        Assert.Equal(0, aggregator.All.Smoothness.ReaderWaitMs);
    }

    [Fact]
    public void Positions_are_classes_that_double_and_merge_without_loss()
    {
        double[] gaps = [.. Enumerable.Range(2, 9).Select(token => (double)token)];
        var (one, other) = (RecordFactory.Aggregator(), RecordFactory.Aggregator());
        one.Add(RecordFactory.Streamed(0, Times(gaps), outputTokens: 10));
        other.Add(RecordFactory.Streamed(0, Times([50, 7]), outputTokens: 3));
        Assert.Equal([new PositionFigures(2, 2, 5, 3), new PositionFigures(4, 4, 22, 7), new PositionFigures(8, 3, 27, 10)], one.All.Smoothness.ByPosition);
        var merged = SmoothnessFigures.Merge([one.All.Smoothness, other.All.Smoothness]);
        Assert.Equal([new PositionFigures(2, 4, 62, 50), new PositionFigures(4, 4, 22, 7), new PositionFigures(8, 3, 27, 10)], merged.ByPosition);
        one.Add(RecordFactory.Streamed(0, Times([50, 7]), outputTokens: 3));
        Assert.Equivalent(one.All.Smoothness, merged, strict: true);
        Assert.Equal(15.5, merged.ByPosition[0].MeanMs);
    }

    private static double[] Times(double[] gapsMs)
    {
        var times = new double[gapsMs.Length + 1];
        times[0] = 100;
        for (var i = 0; i < gapsMs.Length; i++)
            times[i + 1] = times[i] + gapsMs[i];
        return times;
    }
}
