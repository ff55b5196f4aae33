using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Transport;

namespace VllmStream.Tests.Profiler.Metrics;

public sealed class AggregatorTests
{
    [Fact]
    public void Aggregator_ttft_is_not_among_the_gaps()
    {
        // MT01
        var aggregator = RecordFactory.Aggregator();
        aggregator.Add(RecordFactory.Streamed(0, RecordFactory.Every(1000, 10, 10)));

        Assert.Equal(9, aggregator.All[MetricId.Itl].Count);
        Assert.Equal(10, aggregator.All[MetricId.Itl].Mean);
    }

    [Fact]
    public void Aggregator_tpot_is_per_request_and_itl_is_pooled()
    {
        // MT02
        var aggregator = RecordFactory.Aggregator();
        aggregator.Add(RecordFactory.Streamed(0, RecordFactory.Every(100, 10, 1000)));
        aggregator.Add(RecordFactory.Streamed(0, RecordFactory.Every(100, 100, 10)));

        Assert.Equal(55, aggregator.All[MetricId.Tpot].Mean);
        Assert.Equal(10.804, aggregator.All[MetricId.Itl].Mean);
        Assert.Equal(1008, aggregator.All[MetricId.Itl].Count);
    }

    [Fact]
    public void Aggregator_cap_shows_in_wait_and_not_in_ttft()
    {
        // LG01: 10 per second, 500 ms each, cap 1.
        var aggregator = RecordFactory.Aggregator();
        for (var i = 0; i < 8; i++)
            aggregator.Add(RecordFactory.Streamed(i * 100, [500], waitMs: i * 400));

        Assert.Equal(500, aggregator.All[MetricId.Ttft].Mean);
        Assert.Equal(1900, aggregator.All[MetricId.TtftFromSchedule].Mean);
        Assert.Equal(3300, aggregator.All[MetricId.TtftFromSchedule].Max);
        Assert.Equal(2800, aggregator.All[MetricId.Wait].Max);
    }

    [Fact]
    public void Aggregator_tokens_per_event_tell_chunks_from_tokens()
    {
        // CH16
        var aggregator = RecordFactory.Aggregator();
        aggregator.Add(RecordFactory.Streamed(0, RecordFactory.Every(100, 40, 10), outputTokens: 40, firstEventTokens: 4));

        Assert.Equal(4, aggregator.All.TokensPerEvent);
        Assert.Equal(40, aggregator.All[MetricId.Itl].Value(50));
    }

    [Fact]
    public void Aggregator_zero_gaps_are_samples()
    {
        // FR05
        var aggregator = RecordFactory.Aggregator();
        aggregator.Add(RecordFactory.Streamed(0, [400, 400, 400, 900]));

        Assert.Equal(3, aggregator.All[MetricId.Itl].Count);
        Assert.Equal(0, aggregator.All[MetricId.Itl].Min);
        Assert.Equal(500, aggregator.All[MetricId.Itl].Max);
    }

    [Fact]
    public void Aggregator_failures_are_counted_and_kept_out_of_latency()
    {
        var aggregator = RecordFactory.Aggregator();
        aggregator.Add(RecordFactory.Streamed(0, [100, 110]));
        aggregator.Add(RecordFactory.Streamed(0, [5, 6], outcome: Outcome.Truncated));
        aggregator.Add(RecordFactory.Failed(0, Outcome.HttpError, new RequestError("http_500", "boom"), 500));

        Assert.Equal(3, aggregator.All.Requests);
        Assert.Equal(1, aggregator.All.Ok);
        Assert.Equal(2, aggregator.All.Failed);
        Assert.Equal(1, aggregator.All[MetricId.Ttft].Count);
        Assert.Equal(1, aggregator.All[MetricId.E2e].Count);
        Assert.Equal(1, aggregator.All[MetricId.Itl].Count);
        Assert.Equal(3, aggregator.All[MetricId.Wait].Count);
    }

    [Fact]
    public void Aggregator_warm_up_is_counted_apart()
    {
        var aggregator = RecordFactory.Aggregator(measuredFromMs: 1000);
        aggregator.Add(RecordFactory.Streamed(0, [900, 910], warmup: true));
        aggregator.Add(RecordFactory.Streamed(1000, [100, 110]));

        Assert.Equal(1, aggregator.WarmupRequests);
        Assert.Equal(1, aggregator.All.Requests);
        Assert.Equal(100, aggregator.All[MetricId.Ttft].Max);
    }

    [Fact]
    public void Aggregator_attempt_that_is_retried_is_no_request()
    {
        var aggregator = RecordFactory.Aggregator();
        var failed = RecordFactory.Failed(0, Outcome.Reset);
        aggregator.Add(new RequestRecord
        {
            Id = 0,
            Group = "chat",
            Endpoint = "chat",
            Streaming = true,
            Warmup = false,
            Outcome = Outcome.Reset,
            Marks = failed.Marks,
            WillRetry = true,
        });
        aggregator.Add(RecordFactory.Streamed(0, [100, 110]));

        Assert.Equal(1, aggregator.Retries);
        Assert.Equal(1, aggregator.All.Requests);
        Assert.Equal(0, aggregator.All.Failed);
    }

    [Fact]
    public void Aggregator_two_sources_of_tokens_are_never_mixed()
    {
        var aggregator = RecordFactory.Aggregator();
        aggregator.Add(RecordFactory.Streamed(0, RecordFactory.Every(100, 10, 11), outputTokens: 11));
        aggregator.Add(RecordFactory.Streamed(0, RecordFactory.Every(100, 10, 11), outputTokens: 11));
        aggregator.Add(RecordFactory.Streamed(0, RecordFactory.Every(100, 50, 11), outputTokens: 11, source: TokenSource.Chunks));

        Assert.Equal(TokenSource.UsageFinal, aggregator.All.TokenSource);
        Assert.Equal(22, aggregator.All.OutputTokens);
        Assert.Equal(2, aggregator.All[MetricId.Tpot].Count);
        Assert.Equal(10, aggregator.All[MetricId.Tpot].Max);
        Assert.Equal(3, aggregator.All[MetricId.Ttft].Count);
    }

    [Fact]
    public void Aggregator_groups_add_up_to_all()
    {
        var aggregator = RecordFactory.Aggregator(0, "short", "long");
        for (var i = 0; i < 20; i++)
            aggregator.Add(RecordFactory.Streamed(0, RecordFactory.Every(100 + i, 10, 5 + i), group: i % 2 == 0 ? "short" : "long"));

        var merged = aggregator.Groups["short"].Set();
        merged.Add(aggregator.Groups["long"].Set());

        foreach (var metric in Enum.GetValues<MetricId>())
            Assert.True(DistributionTests.Same(aggregator.All[metric], merged[metric]), $"{metric}");
    }

    [Fact]
    public void Aggregator_goodput_counts_requests_that_meet_every_objective()
    {
        var aggregator = new Aggregator(RecordFactory.RunStart, ["chat"],
        [
            new SloTerm("ttft<150ms", "ttft", ComparisonOperator.Less, 150),
            new SloTerm("tpot<25ms", "tpot", ComparisonOperator.Less, 25),
        ]);
        aggregator.BeginMeasured(RecordFactory.At(0));
        aggregator.Add(RecordFactory.Streamed(0, RecordFactory.Every(100, 10, 11)));
        aggregator.Add(RecordFactory.Streamed(0, RecordFactory.Every(200, 10, 11)));
        aggregator.Add(RecordFactory.Streamed(0, RecordFactory.Every(100, 30, 11)));
        aggregator.Add(RecordFactory.Streamed(0, [100], outputTokens: 1));
        aggregator.Add(RecordFactory.Whole(0, 50, asked: false));
        aggregator.Add(RecordFactory.Failed(0, Outcome.Reset));

        // Good: the first, and the one with a single token, which has no time between tokens to be too long.
        Assert.Equal(2, aggregator.All.Good);
    }

    [Fact]
    public void Aggregator_example_of_a_failure_is_redacted_and_one_line()
    {
        var aggregator = new Aggregator(RecordFactory.RunStart, ["chat"], [], text => text.Replace("sk-secret", "***", StringComparison.Ordinal));
        aggregator.Add(RecordFactory.Failed(0, Outcome.RateLimited, new RequestError("http_429", "rate\nlimit \u001b[2J for sk-secret"), 429, retryAfter: 1));

        Assert.Equal("\"rate limit [2J for ***\", retry after 1 s", aggregator.All.ExampleOf(Outcome.RateLimited));
    }

    [Fact]
    public void Aggregator_snapshot_holds_what_a_screen_needs()
    {
        var aggregator = RecordFactory.Aggregator();
        aggregator.Meter("chat").Sent();
        aggregator.Meter("chat").Sent();
        aggregator.Meter("chat").Ended();
        aggregator.Add(RecordFactory.Streamed(0, RecordFactory.Every(100, 10, 11)));
        aggregator.TakeIntervals(RecordFactory.At(1000), null);

        var snapshot = aggregator.Snapshot(RunPhase.Running, RecordFactory.At(1000), null);

        Assert.Equal(2, snapshot.Sent);
        Assert.Equal(1, snapshot.InFlight);
        Assert.Equal(1, snapshot.Ok);
        Assert.Equal(1000, snapshot.ElapsedMs);
        Assert.Equal(1, snapshot.RequestsPerSecond);
        Assert.Equal(100, snapshot.Metrics.TtftMs.P50);
        Assert.Equal([new HistogramBar(100, 1)], snapshot.Bars.Ttft.Select(bar => bar with { Value = Math.Round(bar.Value) }));
        Assert.Equal("chat", Assert.Single(snapshot.Groups).Name);
    }

    [Fact]
    public void Aggregator_streamed_groups_and_others_are_two_sides_and_one_of_both_is_in_neither()
    {
        var aggregator = RecordFactory.Aggregator(0, "a", "b", "whole", "both");
        aggregator.Add(RecordFactory.Streamed(0, RecordFactory.Every(100, 10, 11), group: "a"));
        Assert.Empty(aggregator.Snapshot(RunPhase.Running, RecordFactory.At(1000), null).Modes);
        aggregator.Add(RecordFactory.Streamed(0, RecordFactory.Every(300, 10, 11), group: "b"));
        aggregator.Add(RecordFactory.Whole(0, 50, group: "whole"));
        aggregator.Add(RecordFactory.Streamed(0, RecordFactory.Every(900, 10, 11), group: "both"));
        aggregator.Add(RecordFactory.Whole(0, 70, group: "both"));

        var modes = aggregator.Snapshot(RunPhase.Running, RecordFactory.At(2000), null).Modes;
        Assert.Equal(["streaming", "non-streaming"], modes.Select(mode => mode.Name));
        Assert.Equal((2, 300), (modes[0].Measured, modes[0].Metrics.TtftMs.Max));
        Assert.Equal((1, 50), (modes[1].Measured, modes[1].Metrics.E2eMs.Max));
        Assert.Equal(0, modes[1].Metrics.TtftMs.N);
    }
}
