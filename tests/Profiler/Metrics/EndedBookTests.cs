using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Transport;

namespace VllmStream.Tests.Profiler.Metrics;

public sealed class EndedBookTests
{
    private readonly Aggregator _aggregator = new(RecordFactory.RunStart, ["chat"], [], text => text.Replace("sk-secret", "***", StringComparison.Ordinal), keepsEnded: true);

    [Fact]
    public void Snapshot_keeps_the_last_thousand_requests_that_ended()
    {
        for (var i = 0; i < 1_300; i++)
            _aggregator.Add(RecordFactory.Streamed(i, RecordFactory.Every(5, 1, 3), id: i));

        var ended = Snapshot().EndedRequests;
        Assert.Equal(Enumerable.Range(300, 1_000).Select(i => (long)i), ended.Select(request => request.Id));
        Assert.Equal([1_000, 1_000], ended[^1].Gaps.PointsUs);
        Assert.Equal(5.0, ended[^1].Metrics.Ttft.Thousandths / 1_000.0);
    }

    [Fact]
    public void Snapshot_keeps_failures_that_successes_have_pushed_out()
    {
        for (var i = 0; i < 250; i++)
            _aggregator.Add(RecordFactory.Failed(i, Outcome.Reset, id: i));
        for (var i = 0; i < 1_000; i++)
            _aggregator.Add(RecordFactory.Streamed(i, RecordFactory.Every(5, 1, 3), id: 1_000 + i));

        var snapshot = Snapshot();
        Assert.DoesNotContain(snapshot.EndedRequests, request => request.HasFailed);
        Assert.Equal(Enumerable.Range(50, 200).Select(i => (long)i), snapshot.FailedRequests.Select(request => request.Id));
        Assert.Equal(250, Assert.Single(snapshot.Errors).Count);
    }

    [Fact]
    public void Errors_say_when_they_came_and_what_the_last_of_them_said_without_secrets()
    {
        _aggregator.Add(RecordFactory.Failed(100, Outcome.RateLimited, new RequestError("http_429", "first"), 429, id: 1));
        _aggregator.Add(RecordFactory.Failed(500, Outcome.RateLimited, new RequestError("http_429", "key sk-secret is over", "{sk-secret}"), 429, id: 2));
        _aggregator.Add(RecordFactory.Failed(300, Outcome.Reset, new RequestError("reset", "peer"), id: 3));

        var errors = Snapshot().Errors;
        Assert.Equal([("http_429", 2L), ("reset", 1L)], errors.Select(error => (error.Kind, error.Count)));
        Assert.Equal((120, 520), (errors[0].FirstMs, errors[0].LastMs));
        Assert.Equal("key *** is over", errors[0].Last.ErrorText);
        Assert.Equal("{***}", errors[0].Last.Tail);
    }

    [Fact]
    public void Errors_of_more_kinds_than_a_screen_shows_are_counted_together()
    {
        for (var i = 0; i < 500; i++)
            _aggregator.Add(RecordFactory.Failed(i, Outcome.ErrorInband, new RequestError($"kind_{i}", null), id: i));

        var errors = Snapshot().Errors;
        Assert.Equal(65, errors.Count);
        Assert.Equal(500, errors.Sum(error => error.Count));
    }

    [Fact]
    public void Snapshot_hands_out_the_same_list_until_another_request_ends()
    {
        _aggregator.Add(RecordFactory.Streamed(0, RecordFactory.Every(5, 1, 3)));
        var before = Snapshot();
        Assert.Same(before.EndedRequests, Snapshot().EndedRequests);

        _aggregator.Add(RecordFactory.Streamed(10, RecordFactory.Every(5, 1, 3)));

        Assert.Single(before.EndedRequests);
        Assert.Equal(2, Snapshot().EndedRequests.Count);
    }

    [Fact]
    public void Aggregator_that_nobody_watches_keeps_no_request()
    {
        var aggregator = new Aggregator(RecordFactory.RunStart, ["chat"], []);
        aggregator.Add(RecordFactory.Failed(0, Outcome.Reset));

        var snapshot = aggregator.Snapshot(RunPhase.Running, RecordFactory.At(100), client: null);
        Assert.Empty(snapshot.EndedRequests);
        Assert.Empty(snapshot.Errors);
    }

    [Fact]
    public void Gap_curve_of_a_long_answer_keeps_its_peaks_in_their_place()
    {
        var gaps = Enumerable.Repeat(10, 5_000).ToArray();
        gaps[4_999] = 900;

        var curve = GapCurve.Of(gaps);

        Assert.Equal(5_000, curve.Gaps);
        Assert.Equal(GapCurve.MostPoints, curve.PointsUs.Count);
        Assert.Equal(900, curve.PointsUs[^1]);
        Assert.All(curve.PointsUs.SkipLast(1), point => Assert.Equal(10, point));
    }

    [Theory]
    [InlineData(412_000, 331)]
    [InlineData(99_000, null)]
    public void Stall_is_a_gap_that_a_reader_sees(int gapUs, int? before)
    {
        double[] tokens = [.. Enumerable.Range(0, 400).Select(i => i * 20.0 + (i >= 330 ? (gapUs / 1_000.0) - 20 : 0))];
        _aggregator.Add(RecordFactory.Streamed(0, tokens));

        Assert.Equal(before, Assert.Single(Snapshot().EndedRequests).StallBefore);
    }

    private RunSnapshot Snapshot() => _aggregator.Snapshot(RunPhase.Running, RecordFactory.RunStart + Ticks.PerSecond, client: null);
}
