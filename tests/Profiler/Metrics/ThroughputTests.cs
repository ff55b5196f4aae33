using CsCheck;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;

namespace VllmStream.Tests.Profiler.Metrics;

public sealed class ThroughputTests
{
    [Fact]
    public void Steady_window_takes_the_share_of_tokens_that_came_in_it()
    {
        var aggregator = RecordFactory.Aggregator(measuredFromMs: 1000);
        aggregator.EndSending(RecordFactory.At(2000));

        // 1 token at 1500, then 10 evenly up to 2500: half of them in the window.
        aggregator.Add(RecordFactory.Streamed(1000, RecordFactory.Every(500, 100, 11)));
        var steady = Build(aggregator, 3000).Totals.Steady!;

        Assert.Equal(6, steady.OutputTokens);
        Assert.Equal(6, steady.OutputTokensPerS);
        Assert.Equal(10, steady.InputTokens);
        Assert.Equal(1, steady.Sent);
        Assert.Equal(0, steady.Requests);
    }

    [Fact]
    public void Steady_window_counts_warm_up_tokens_that_spill_into_it()
    {
        var aggregator = RecordFactory.Aggregator(measuredFromMs: 1000);
        aggregator.EndSending(RecordFactory.At(2000));
        aggregator.Add(RecordFactory.Streamed(0, RecordFactory.Every(500, 100, 11), warmup: true));
        aggregator.Add(RecordFactory.Streamed(1900, [300, 400]));
        var totals = Build(aggregator, 3000).Totals;

        Assert.Equal(5, totals.Steady!.OutputTokens);
        Assert.Equal(1, totals.Steady.Requests);
        Assert.Equal(1, totals.Requests);
    }

    [Fact]
    public void Steady_window_takes_an_answer_that_was_not_streamed_at_its_end()
    {
        var aggregator = RecordFactory.Aggregator();
        aggregator.EndSending(RecordFactory.At(1000));
        aggregator.Add(RecordFactory.Whole(0, 900, tokens: 20));
        aggregator.Add(RecordFactory.Whole(0, 1100, tokens: 30));

        Assert.Equal(20, Build(aggregator, 2000).Totals.Steady!.OutputTokens);
    }

    [Fact]
    public void Windows_side_by_side_add_up_to_all_tokens() =>
        Gen.Select(Gen.Double[0, 500], Gen.Double[1, 100], Gen.Int[1, 50], Gen.Long[1, 500], Gen.Int[1, 8], Gen.Double[0, 3000]).Sample((first, gap, events, tokens, firstTokens, cut) =>
        {
            var times = RequestMetrics.Of(RecordFactory.Streamed(0, RecordFactory.Every(first, gap, events)), RecordFactory.RunStart).Times;
            var cutUs = (long)(cut * 1000);
            var before = new SteadyWindow(0, cutUs).TokensWithin(times, tokens, firstTokens);
            var after = new SteadyWindow(cutUs, SteadyWindow.Unknown).TokensWithin(times, tokens, firstTokens);
            return before >= 0 && after >= 0 && Math.Abs(before + after - tokens) < 1e-6;
        });

    [Fact]
    public void Whole_run_reaches_to_the_last_end_and_has_measured_requests_only()
    {
        var aggregator = RecordFactory.Aggregator(measuredFromMs: 1000);
        aggregator.EndSending(RecordFactory.At(2000));
        aggregator.Add(RecordFactory.Streamed(0, RecordFactory.Every(500, 100, 11), warmup: true));
        aggregator.Add(RecordFactory.Streamed(1500, RecordFactory.Every(500, 100, 11), endMs: 1500));
        var whole = Build(aggregator, 4000).Totals.Whole!;

        Assert.Equal(2000, whole.DurationMs);
        Assert.Equal(11, whole.OutputTokens);
        Assert.Equal(5.5, whole.OutputTokensPerS);
        Assert.Equal(0.5, whole.RequestsPerS);
    }

    [Fact]
    public void In_flight_of_a_closed_loop_is_its_concurrency()
    {
        var aggregator = RecordFactory.Aggregator();
        aggregator.EndSending(RecordFactory.At(10_000));
        for (var slot = 0; slot < 4; slot++)
        {
            for (var turn = 0; turn < 20; turn++)
                aggregator.Add(RecordFactory.Streamed((turn * 500) + slot, [100, 499.9]));
        }

        var totals = Build(aggregator, 11_000).Totals;

        Assert.Equal(4, totals.InFlightMax);
        Assert.Equal(4, totals.InFlightP50);
    }

    [Fact]
    public void In_flight_survives_a_run_longer_than_its_slots()
    {
        var aggregator = RecordFactory.Aggregator();
        for (var i = 0; i < 2_000; i++)
            aggregator.Add(RecordFactory.Streamed(i * 1000, [100, 2999]));
        var totals = Build(aggregator, 2_000_000).Totals;

        Assert.Equal(3, totals.InFlightMax);
        Assert.Equal(3, totals.InFlightP50);
    }

    [Fact]
    public void Nothing_measured_gives_no_throughput_and_no_division()
    {
        var totals = Build(new Aggregator(RecordFactory.RunStart, ["chat"], []), 1000).Totals;

        Assert.Null(totals.Steady);
        Assert.Null(totals.Whole);
        Assert.Null(totals.ErrorRatio);
        Assert.Null(totals.InFlightP50);
    }

    [Fact]
    public void Connections_and_shapes_are_counted()
    {
        var aggregator = RecordFactory.Aggregator();
        aggregator.Add(RecordFactory.Streamed(0, [100, 110], id: 0));
        aggregator.Add(RecordFactory.Streamed(0, [100, 110], id: 1, shape: StreamShapeKind.Batched, burstEvents: 8, burstPeriodMs: 160));
        aggregator.Add(RecordFactory.Streamed(0, [100, 110], id: 2, shape: StreamShapeKind.Batched, burstEvents: 4, burstPeriodMs: 81));
        var totals = Build(aggregator, 1000).Totals;

        Assert.Equal((1, 2), (totals.ConnectionsNew, totals.ConnectionsReused));
        Assert.Equal(new StreamShapeFigures("batched", 1, 2, 0, 0, 6, 120.5), totals.StreamShape);
    }

    private static RunSummary Build(Aggregator aggregator, double endMs) => SummaryBuilder.Build(
        aggregator,
        SummaryFactory.Description(),
        new RunEnding { EndTicks = RecordFactory.At(endMs), Sent = aggregator.All.Requests },
        RecordFactory.RunStart);
}
