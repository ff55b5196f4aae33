using VllmStream.Profiling.Exporting;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Reporting.Exchange.OpenMetrics;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Exporting;

public sealed class LiveFiguresTests
{
    // TTFTs of 10, 10.001 and 250 ms: the first lies on a bound, the second just above it.
    private static RequestRecord[] Mixed() =>
    [
        RecordFactory.Streamed(100, RecordFactory.Every(10, 25, 5), id: 1),
        RecordFactory.Streamed(200, RecordFactory.Every(10.001, 25.001, 5), id: 2),
        RecordFactory.Streamed(300, RecordFactory.Every(250, 5, 3), id: 3, group: "long", source: TokenSource.Chunks),
        RecordFactory.Failed(400, Outcome.HttpError, status: 500, id: 4),
        RecordFactory.Whole(500, 700, id: 5),
    ];

    [Fact]
    public void Counts_are_those_of_the_summary()
    {
        var run = new CountedRun(null, "chat", "long").Add(Mixed()).Describe();
        var live = run.Page();
        var summary = SummaryBuilder.Build(run.Aggregator, SummaryFactory.Description(groups: ["chat", "long"]), SummaryFactory.Ending(run.Aggregator, 1_000), RecordFactory.RunStart);
        var report = PageSample.Read(SummaryMetrics.Of(summary));
        foreach (var name in new[] { "vllmstream_requests_total", "vllmstream_prompt_tokens_total", "vllmstream_output_tokens_total" })
            Assert.Equal(report.Where(sample => sample.Name == name), live.Where(sample => sample.Name == name));
        Assert.Equal(
            report.Where(sample => sample is { Name: "vllmstream_outcomes_total", Value: > 0 }).Select(sample => (sample.Word, sample.Value)),
            live.Where(sample => sample.Name == "vllmstream_outcomes_total").GroupBy(sample => sample.Word).Select(same => (same.Key, same.Sum(sample => sample.Value))).OrderBy(same => Words.All<Outcome>().ToList().IndexOf(same.Key!)));
        foreach (var family in MetricFamily.All)
        {
            var counts = live.Where(sample => sample.Name == family.Name + "_count").ToArray();
            Assert.Equal(report.Where(sample => sample.Name == family.Name + "_count"), counts);
            Assert.All(counts, count => Assert.Equal(Sum(report, count), Sum(live, count), 2));
        }

        static double Sum(List<PageSample> page, PageSample count) =>
            page.Single(sample => sample.Name == count.Name.Replace("_count", "_sum", StringComparison.Ordinal) && sample.Group == count.Group && sample.Word == count.Word).Value;
    }

    [Fact]
    public void Bucket_holds_what_lies_on_its_bound_and_not_what_is_a_microsecond_above()
    {
        var live = new CountedRun(null, "chat", "long").Add(Mixed()).Page();
        Assert.Equal((0, 1, 2, 2, 2), (Ttft("chat", "0.005"), Ttft("chat", "0.01"), Ttft("chat", "0.02"), Ttft("chat", "+Inf"), live.Single(sample => sample is { Name: "vllmstream_time_to_first_token_seconds_count", Group: "chat" }).Value));
        Assert.Equal((0, 1), (Ttft("long", "0.1"), Ttft("long", "0.25")));
        // Four gaps of 25 ms and four of 25.001 ms.
        Assert.Equal((4, 8), (Itl("0.025"), Itl("0.05")));

        double Ttft(string group, string le) => live.Single(sample => sample.Name == "vllmstream_time_to_first_token_seconds_bucket" && sample.Group == group && sample.Le == le).Value;

        double Itl(string le) => live.Single(sample => sample is { Name: "vllmstream_inter_token_latency_seconds_bucket", Group: "chat" } && sample.Le == le).Value;
    }

    [Fact]
    public void Warmup_and_retried_attempts_stand_apart()
    {
        var again = RecordFactory.Failed(100, Outcome.HttpError, status: 500, id: 1);
        again.WillRetry = true;
        var live = new CountedRun().Add(RecordFactory.Streamed(50, [10, 20], warmup: true), again, RecordFactory.Streamed(100, [10, 20], id: 1)).Page();
        Assert.Equal((1, 0, 1, 0), (Value(live, "vllmstream_warmup_requests_total", "ok"), Value(live, "vllmstream_warmup_requests_total", "failed"), Value(live, "vllmstream_requests_total", "ok"), Value(live, "vllmstream_requests_total", "failed")));
        Assert.Equal((1, 1), (Value(live, "vllmstream_retries_total"), Value(live, "vllmstream_time_to_first_token_seconds_count")));
    }

    [Fact]
    public void Nothing_goes_back_when_measuring_begins_anew_or_a_stage_follows()
    {
        var first = new CountedRun(null, "chat", "long").Add(Mixed());
        first.Aggregator.TakeIntervals(RecordFactory.At(1_000), client: null);
        var before = first.Page();
        first.Aggregator.BeginWindow(RecordFactory.At(1_000));
        // Due in the window of before, and ended in the new one: no request of the summary, and a request all the same.
        first.Add(RecordFactory.Streamed(900, [200, 210], id: 6), RecordFactory.Streamed(1_100, [10, 20], id: 7));
        Assert.Equal(1, first.Aggregator.All.Requests);
        var after = first.Page();
        Assert.Equal(Value(before, "vllmstream_requests_total", "ok", "chat") + 2, Value(after, "vllmstream_requests_total", "ok", "chat"));
        Assert.Equal(2, Value(after, "vllmstream_measured_window"));
        first.Figures.BeginStage(2);
        var second = new CountedRun(first.Figures, "chat").Add(RecordFactory.Streamed(10, [10, 20])).Page();
        Assert.Equal(Value(after, "vllmstream_requests_total", "ok", "chat") + 1, Value(second, "vllmstream_requests_total", "ok", "chat"));
        Assert.Equal(Value(after, "vllmstream_requests_sent_total", null, "chat") + 1, Value(second, "vllmstream_requests_sent_total", null, "chat"));
        Assert.Equal(2, Value(second, "vllmstream_sweep_stage"));
        foreach (var (one, two) in new[] { (before, after), (after, second) })
        {
            foreach (var sample in one.Where(sample => sample.Name.EndsWith("_total", StringComparison.Ordinal) || sample.Name.EndsWith("_bucket", StringComparison.Ordinal)))
                Assert.True(two.Single(same => same with { Value = 0 } == sample with { Value = 0 }).Value >= sample.Value, sample.ToString());
        }
    }

    [Fact]
    public void Counts_are_there_before_the_first_request_and_the_rest_is_not()
    {
        var live = new CountedRun().Page(RunPhase.Warmup);
        Assert.Equal((0, 0, 0, 0), (Value(live, "vllmstream_requests_total", "ok"), Value(live, "vllmstream_requests_total", "failed"), Value(live, "vllmstream_requests_sent_total"), Value(live, "vllmstream_requests_in_flight")));
        Assert.DoesNotContain(live, sample => sample.Le is not null || sample.Name is "vllmstream_prompt_tokens_total" or "vllmstream_output_tokens_total" or "vllmstream_run_info" or "vllmstream_sweep_stage");
        Assert.Equal([("warmup", 1.0)], live.Where(sample => sample is { Name: "vllmstream_run_phase", Value: > 0 }).Select(sample => (sample.Word!, sample.Value)));
        Assert.Equal((4, 0.5), (Value(live, "vllmstream_planned_load"), Value(live, "vllmstream_run_progress_ratio")));
    }

    [Fact]
    public void Tokens_and_what_rests_on_them_are_kept_apart_by_who_counted()
    {
        var live = new CountedRun().Add(RecordFactory.Streamed(10, [10, 20, 30]), RecordFactory.Streamed(50, [10, 20], source: TokenSource.Chunks)).Page();
        Assert.Equal([("usage_final", 3.0), ("chunks", 2.0)], live.Where(sample => sample.Name == "vllmstream_output_tokens_total").Select(sample => (sample.Word!, sample.Value)));
        Assert.Equal(["usage_final", "chunks"], live.Where(sample => sample.Name == "vllmstream_time_per_output_token_seconds_count").Select(sample => sample.Word));
    }

    private static double Value(List<PageSample> page, string name, string? result = null, string? group = null) =>
        page.Single(sample => sample.Name == name && (result is null || sample.Result == result) && (group is null || sample.Group == group)).Value;
}
