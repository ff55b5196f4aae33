using CsCheck;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;

namespace VllmStream.Tests.Profiler.Metrics;

public sealed class RequestMetricsTests
{
    [Fact]
    public void RequestMetrics_streamed_answer_follows_the_formulas()
    {
        var metrics = Of(RecordFactory.Streamed(100, RecordFactory.Every(200, 10, 11), waitMs: 5, endMs: 320));

        Assert.Equal(200, metrics.Ttft.OrNull);
        Assert.Equal(200, metrics.Ttfc.OrNull);
        Assert.Equal(10, metrics.Tpot.OrNull);
        Assert.Equal(320, metrics.E2e.OrNull);
        Assert.Equal(5, metrics.Wait.OrNull);
        Assert.Equal(100, metrics.TokensPerSecond.OrNull);
        Assert.Equal(205, metrics.TtftFromSchedule.OrNull);
        Assert.Equal(325, metrics.E2eFromSchedule.OrNull);
        Assert.Equal(10, metrics.ItlP50.OrNull);
        Assert.Equal(10, metrics.MaxGap.OrNull);
    }

    [Fact]
    public void RequestMetrics_one_token_has_ttft_and_no_tpot()
    {
        // CH22
        var metrics = Of(RecordFactory.Streamed(0, [200], outputTokens: 1));

        Assert.Equal(200, metrics.Ttft.OrNull);
        Assert.Equal(AbsenceReason.UnderTwoTokens, metrics.Tpot.Reason);
        Assert.Equal(AbsenceReason.UnderTwoTokens, metrics.TokensPerSecond.Reason);
        Assert.Null(metrics.ItlP50.OrNull);
        Assert.Null(metrics.MaxGap.OrNull);
    }

    [Fact]
    public void RequestMetrics_several_tokens_per_event_count_tokens_not_events()
    {
        // CH16: 10 events every 40 ms with 4 tokens each.
        var metrics = Of(RecordFactory.Streamed(0, RecordFactory.Every(100, 40, 10), outputTokens: 40, firstEventTokens: 4));

        Assert.Equal(9.231, metrics.Tpot.OrNull);
        Assert.Equal(100, metrics.TokensPerSecond.OrNull);
        Assert.Equal(40, metrics.ItlP50.OrNull);
    }

    [Fact]
    public void RequestMetrics_whole_answer_in_one_event_has_no_rate()
    {
        // CH25
        var metrics = Of(RecordFactory.Streamed(0, [3000], outputTokens: 260));

        Assert.Equal(3000, metrics.Ttft.OrNull);
        Assert.Equal(AbsenceReason.NoSpan, metrics.Tpot.Reason);
        Assert.Equal(AbsenceReason.NoSpan, metrics.TokensPerSecond.Reason);
    }

    [Fact]
    public void RequestMetrics_buffered_answer_keeps_ttft_and_has_no_rate()
    {
        // TM01: everything is let go at 15500.
        var metrics = Of(RecordFactory.Streamed(0, RecordFactory.Every(15500, 0.002, 60), shape: StreamShapeKind.Buffered));

        Assert.Equal(15500, metrics.Ttft.OrNull);
        Assert.Equal(AbsenceReason.Buffered, metrics.TokensPerSecond.Reason);
        Assert.Equal(AbsenceReason.Buffered, metrics.Tpot.Reason);
    }

    [Fact]
    public void RequestMetrics_answer_that_was_not_streamed_has_e2e_only()
    {
        // ER04
        var metrics = Of(RecordFactory.Whole(0, 1500, asked: false));

        Assert.Equal(1500, metrics.E2e.OrNull);
        Assert.Equal(AbsenceReason.NotStreamed, metrics.Ttft.Reason);
        Assert.Equal(AbsenceReason.NotStreamed, metrics.Ttfc.Reason);
        Assert.Equal(AbsenceReason.NotStreamed, metrics.Tpot.Reason);
    }

    [Fact]
    public void RequestMetrics_empty_completion_has_no_ttft_and_keeps_e2e()
    {
        // CH20
        var metrics = Of(RecordFactory.Streamed(0, [], outputTokens: 0, endMs: 60, outcome: Outcome.OkEmpty));

        Assert.Equal(AbsenceReason.NoToken, metrics.Ttft.Reason);
        Assert.Equal(60, metrics.E2e.OrNull);
    }

    [Fact]
    public void RequestMetrics_request_never_sent_has_no_times()
    {
        var metrics = Of(new RequestRecord
        {
            Id = 0,
            Group = "chat",
            Endpoint = "chat",
            Streaming = true,
            Warmup = false,
            Outcome = Outcome.ConnectError,
            Marks = new RequestMarks { Scheduled = RecordFactory.At(0), End = RecordFactory.At(3) },
        });

        Assert.Equal(AbsenceReason.NotSent, metrics.Wait.Reason);
        Assert.Equal(AbsenceReason.NotSent, metrics.E2e.Reason);
        Assert.Equal(AbsenceReason.NotSent, metrics.Ttft.Reason);
    }

    [Fact]
    public void RequestMetrics_answer_before_the_request_was_out_is_absent_not_negative()
    {
        var record = RecordFactory.Streamed(0, [10, 20], waitMs: 50);
        var early = new RequestRecord
        {
            Id = 0,
            Group = "chat",
            Endpoint = "chat",
            Streaming = true,
            Warmup = false,
            Outcome = Outcome.Ok,
            Marks = record.Marks with { FirstToken = RecordFactory.At(40) },
        };

        Assert.Equal(AbsenceReason.OutOfOrder, Of(early).Ttft.Reason);
    }

    [Theory]
    [InlineData(99, false)]
    [InlineData(100, true)]
    public void RequestMetrics_p99_of_gaps_needs_a_hundred(int gaps, bool present) =>
        Assert.Equal(present, Of(RecordFactory.Streamed(0, RecordFactory.Every(10, 5, gaps + 1))).ItlP99.IsPresent);

    [Fact]
    public void RequestMetrics_any_marks_are_never_negative_or_nan() =>
        Gen.Select(Gen.Long[0, 2_000_000_000].Array[11], Gen.Bool.Array[11], Gen.Long[0, 1_000], Gen.Int[0, 3]).Sample((times, there, tokens, outcome) =>
        {
            long Mark(int i) => there[i] ? RecordFactory.RunStart + times[i] : 0;
            var record = new RequestRecord
            {
                Id = 0,
                Group = "chat",
                Endpoint = "chat",
                Streaming = outcome != 3,
                Warmup = false,
                Outcome = (Outcome)outcome,
                OutputTokens = tokens,
                TokenSource = TokenSource.UsageFinal,
                TokenEvents = 3,
                FirstEventTokens = 1,
                Marks = new RequestMarks
                {
                    Scheduled = Mark(0),
                    Started = Mark(1),
                    Connected = Mark(2),
                    Sent = Mark(3),
                    Headers = Mark(4),
                    FirstByte = Mark(5),
                    FirstEvent = Mark(6),
                    FirstToken = Mark(7),
                    FirstVisible = Mark(8),
                    LastToken = Mark(9),
                    End = Mark(10),
                },
            };
            var metrics = Of(record);
            foreach (var metric in Enum.GetValues<MetricId>().Where(metric => metric != MetricId.Itl))
            {
                var value = metrics.Of(metric).OrNull;
                Assert.True(value is null or >= 0, $"{metric} {value}");
                Assert.False(value is { } number && (!double.IsFinite(number) || double.IsNegative(number)), $"{metric} {value}");
            }
        });

    private static RequestMetrics Of(RequestRecord record) => RequestMetrics.Of(record, RecordFactory.RunStart);
}
