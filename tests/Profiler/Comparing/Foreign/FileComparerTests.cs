using System.Text.Json.Nodes;
using VllmStream.Profiling.Comparing;
using VllmStream.Profiling.Comparing.Foreign;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Reporting.Exchange.Foreign;
using VllmStream.Tests.Profiler.Metrics;
using VllmStream.Tests.Profiler.Reporting.Exchange;

namespace VllmStream.Tests.Profiler.Comparing.Foreign;

public sealed class FileComparerTests : IDisposable
{
    private static readonly string[] Lists = ["input_lens", "output_lens", "ttfts", "itls", "generated_texts", "errors"];

    private readonly ResultFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(RecordDetail.Gaps)]
    [InlineData(RecordDetail.Requests)]
    public void Result_file_of_vllm_that_we_wrote_is_no_different_from_its_run(RecordDetail detail)
    {
        var (run, vllm) = _folder.WriteBoth(LoggedRun.Mixed(detail));
        foreach (var (a, b) in ((string, string)[])[(run, vllm), (vllm, run), (vllm, vllm)])
        {
            var comparison = ResultFolder.Compare(a, b);
            Assert.Equal(ComparisonVerdict.NoEvidence, comparison.Verdict);
            Assert.Empty(comparison.Objections);
            Assert.Equal(["ttft", "itl", "tpot", "e2e", "error_rate", "requests_per_s", "output_tokens_per_s"], comparison.Figures.Select(figure => figure.Metric).Distinct());
            Assert.All(comparison.Figures.Where(figure => figure.A is not null), figure => Assert.Equal(0, figure.Change!.Value, 12));
            Assert.DoesNotContain(comparison.Figures, figure => figure.Verdict is ComparisonVerdict.Worse or ComparisonVerdict.Better);
            // What has samples is judged; without recorded gaps itl has none.
            Assert.Equal((ComparisonVerdict.NoEvidence, ComparisonVerdict.NoEvidence), (Figure(comparison, "ttft", "p50").Verdict, Figure(comparison, "error_rate", null).Verdict));
            Assert.Equal(detail == RecordDetail.Gaps ? ComparisonVerdict.NoEvidence : ComparisonVerdict.TooFewSamples, Figure(comparison, "itl", "p50").Verdict);
        }
    }

    [Fact]
    public void Result_file_of_vllm_without_details_has_the_values_of_its_run_and_no_interval()
    {
        var (run, vllm) = _folder.WriteBoth(LoggedRun.Mixed(RecordDetail.Gaps));
        var brief = _folder.Changed(vllm, "brief.json", [.. Lists.Concat(["latencies", "start_times"]).Select(key => (key, (Func<JsonNode, JsonNode?>)(_ => null)))]);
        var comparison = ResultFolder.Compare(run, brief);
        var times = comparison.Figures.Where(figure => figure.Unit == "ms").ToArray();
        Assert.Equal(12, times.Length);
        Assert.All(times, figure => Assert.Equal((0, null, ComparisonVerdict.TooFewSamples, "statistics only in b"), (Math.Round(figure.Change!.Value, 12), figure.Low, figure.Verdict, figure.Absence)));
        Assert.All(comparison.Figures.Where(figure => figure.Metric is "requests_per_s" or "output_tokens_per_s"), figure => Assert.Equal(("one value a run", 0.0), (figure.Absence, Math.Round(figure.Change!.Value, 12))));
        // Counts alone say all of a share.
        Assert.Equal((ComparisonVerdict.NoEvidence, 0), (Figure(comparison, "error_rate", null).Verdict, Math.Round(Figure(comparison, "error_rate", null).Change!.Value, 12)));
        Assert.Contains(comparison.Differences, line => line.Note?.StartsWith("its file has statistics only of TTFT, ITL, TPOT, E2E, so no interval", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void Definitions_of_theirs_are_told_line_by_line_and_what_a_file_does_not_say_is_null()
    {
        var (run, vllm) = _folder.WriteBoth(LoggedRun.Mixed(RecordDetail.Gaps));
        var comparison = ResultFolder.Compare(run, vllm);
        Assert.Equal(["tool", "TTFT", "ITL", "TPOT", "E2E", "b"], comparison.Differences.Select(line => line.What));
        Assert.Equal(("vllmstream 0.3.0", "vllm bench serve"), (comparison.Differences[0].A, comparison.Differences[0].B));
        Assert.Equal("told on both sides as vllm bench serve defines TTFT: begins before a connection is asked for, ours when the socket has the request; ends at the first chunk with choices, with a token or not", comparison.Differences[1].Note);
        Assert.Equal((null, null, null, null, "vllm bench serve"), (comparison.SideB.Run, comparison.SideB.StartedAt, comparison.SideB.Verdict, comparison.SideB.Target, comparison.SideB.Tool));
        Assert.Equal((250L, "26.0 req/s, cap 128", "Qwen/Qwen3-8B"), (comparison.SideB.Requests, comparison.SideB.Load, comparison.SideB.Model));
        Assert.NotNull(comparison.SideB.Absence);
        Assert.Equal("7f3a", comparison.SideA.Run);

        // Of two files of one tool nothing is defined otherwise.
        Assert.Equal(["a", "b"], ResultFolder.Compare(vllm, vllm).Differences.Select(line => line.What));
    }

    [Fact]
    public void Requests_that_both_define_alike_have_the_same_samples_by_either_definition()
    {
        // A kept connection, sent as soon as begun, and no role chunk: then their clock and their first chunk are ours.
        var lines = Enumerable.Range(0, 60).Select(i => LoggedRun.TenAnswers with
        {
            Id = i, ScheduledMs = 1_000 + i * 37, StartedMs = 5, SentMs = 5, FirstEventMs = 105.125 + i, FirstTokenMs = 105.125 + i, LastTokenMs = 905.5 + i * 3, EndMs = 905.5 + i * 3,
            M = new RequestLineMetrics { TtftMs = 100.125 + i, E2eMs = 900.5 + i * 3, TpotMs = (800.375 + i * 2) / 100, WaitMs = 5 },
        });
        var (run, vllm) = _folder.WriteBoth(LoggedRun.Of([.. lines]));
        var ours = RunSamplesReader.Read(run, run).All;
        var theirs = ForeignSamples.Of(new ForeignSide(vllm, Assert.Single(ForeignRuns.Read(vllm)))).All;
        foreach (var metric in (MetricId[])[MetricId.Ttft, MetricId.E2e, MetricId.Tpot])
        {
            Assert.Equal(60, ours[metric].Count);
            Assert.Equal(ours[metric].InTimeOrder().Select(value => Math.Round(value, 6)), theirs[metric].InTimeOrder().Select(value => Math.Round(value, 6)));
        }
    }

    [Fact]
    public void Counts_beyond_what_can_be_sampled_are_refused()
    {
        const string Counted = """{"model_id":"m","completed":30000000,"failed":1,"request_throughput":1,"mean_ttft_ms":5,"median_ttft_ms":5}""";
        var vllm = _folder.Write("many.json", Counted);
        Assert.Equal(
            $"{vllm} counts 30000001 requests, and results of more than 2000000 are not compared by their counts; compare results of fewer requests",
            Assert.Throws<OptionException>(() => ResultFolder.Compare(vllm, vllm)).Message);
        var few = _folder.Write("few.json", Counted.Replace("30000000", "300", StringComparison.Ordinal));
        Assert.NotNull(ResultFolder.Compare(few, few).Figures.Single(figure => figure.Metric == "error_rate").A);
    }

    [Fact]
    public void Slower_server_is_worse_whoever_measured()
    {
        var (run, vllm) = _folder.WriteBoth(LoggedRun.Mixed(RecordDetail.Gaps));
        var slower = _folder.Changed(vllm, "slower.json", ("ttfts", list => new JsonArray([.. list.AsArray().Select(value => (JsonNode)(value!.GetValue<double>() * 1.3))])));
        var comparison = ResultFolder.Compare(run, slower);
        Assert.Equal(ComparisonVerdict.Worse, comparison.Verdict);
        Assert.Equal(0.3, Figure(comparison, "ttft", "p50").Change!.Value, 6);
        Assert.Equal(ComparisonVerdict.Worse, Figure(comparison, "ttft", "p50").Verdict);
        Assert.Equal(0, Figure(comparison, "e2e", "p50").Change!.Value, 12);
        Assert.Equal(ComparisonVerdict.Better, Figure(ResultFolder.Compare(slower, run), "ttft", "p50").Verdict);
    }

    [Fact]
    public void Requests_without_times_are_taken_as_independent_and_that_is_said()
    {
        var (run, vllm) = _folder.WriteBoth(LoggedRun.Mixed(RecordDetail.Gaps));
        var timeless = _folder.Changed(vllm, "timeless.json", ("start_times", _ => null));
        var (first, again) = (ResultFolder.Compare(run, timeless), ResultFolder.Compare(run, timeless));
        Assert.Equal(first.Figures, again.Figures);
        Assert.Contains(first.Differences, line => line is { What: "b" } && line.Note!.Contains("plain bootstrap", StringComparison.Ordinal));
        Assert.DoesNotContain(ResultFolder.Compare(run, vllm).Differences, line => line.Note?.Contains("plain bootstrap", StringComparison.Ordinal) == true);
        Assert.All(first.Figures.Where(figure => figure.A is not null), figure => Assert.Equal(0, figure.Change!.Value, 12));
        Assert.NotNull(Figure(first, "itl", "p50").Low);
        // One slow stretch in four: in the order of time its requests stay together, and the interval knows.
        Assert.NotEqual(Figure(ResultFolder.Compare(run, vllm), "ttft", "p50").Low, Figure(first, "ttft", "p50").Low);
    }

    [Fact]
    public void Metrics_that_two_tools_mean_differently_are_not_compared()
    {
        var (_, vllm) = _folder.WriteBoth(LoggedRun.Mixed(RecordDetail.Gaps));
        var guide = _folder.Write("benchmarks.json", GuideLlm(120));
        var comparison = ResultFolder.Compare(vllm, guide);
        Assert.Equal(("defined otherwise", null, ComparisonVerdict.TooFewSamples), (Figure(comparison, "ttft", "p50").Absence, Figure(comparison, "ttft", "p50").Change, Figure(comparison, "ttft", "p50").Verdict));
        Assert.NotNull(Figure(comparison, "ttft", "p50").A);
        Assert.StartsWith("defined otherwise, so not compared: vllm bench serve's TTFT begins", comparison.Differences.Single(line => line.What == "TTFT").Note, StringComparison.Ordinal);
        Assert.Equal(ComparisonVerdict.NoEvidence, ResultFolder.Compare(guide, guide).Verdict);
    }

    [Fact]
    public void Run_of_ours_is_told_as_guidellm_or_aiperf_would_have()
    {
        var run = _folder.Write("run.ndjson", LoggedRun.Of([.. Enumerable.Range(0, 100).Select(i => LoggedRun.TenAnswers with { Id = i, ScheduledMs = i * 100 })]).Text);
        var guide = ResultFolder.Compare(run, _folder.Write("benchmarks.json", GuideLlm(100)));
        // From the beginning, not from the sent request; to the first token, not the role chunk.
        Assert.Equal(400.1, Figure(guide, "ttft", "p50").A!.Value, 6);
        Assert.Equal(2_400, Figure(guide, "ttfc", "p50").A!.Value, 6);
        Assert.Equal(4_401, Figure(guide, "e2e", "p50").A!.Value, 6);
        Assert.Equal(39.999, Figure(guide, "tpot", "p50").A!.Value, 6);
        var aiperf = ResultFolder.Compare(run, _folder.Write("profile_export.jsonl", AiPerf(100)));
        Assert.Equal(4_400, Figure(aiperf, "e2e", "p50").A!.Value, 6);
        Assert.Equal((1_999.9, 5.0), (Figure(aiperf, "itl", "p50").A!.Value, Figure(aiperf, "itl", "p50").B!.Value));
        Assert.Equal(1_000 / 39.999, Figure(aiperf, "rate", "p50").A!.Value, 6);
        Assert.Contains(aiperf.Differences, line => line is { What: "TPOT" } && line.Note!.StartsWith("told on both sides as AIPerf defines ITL: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_that_is_not_valid_gets_no_verdict_beside_another_tools_either()
    {
        var logged = LoggedRun.Mixed(RecordDetail.Gaps);
        var (_, vllm) = _folder.WriteBoth(logged);
        var bad = _folder.Write("bad.ndjson", logged.Text.Replace("\"verdict\":\"VALID\"", "\"verdict\":\"NOT VALID\"", StringComparison.Ordinal));
        Assert.StartsWith("a is NOT VALID", Assert.Single(ResultFolder.Compare(bad, vllm).Objections), StringComparison.Ordinal);
    }

    [Fact]
    public void File_of_several_runs_needs_the_number_of_one()
    {
        var (_, vllm) = _folder.WriteBoth(LoggedRun.Mixed(RecordDetail.Gaps));
        var text = File.ReadAllText(vllm);
        var appended = _folder.Write("appended.jsonl", text + text.Replace("\"label\":null", "\"label\":\"night\"", StringComparison.Ordinal));
        var error = Assert.Throws<OptionException>(() => ResultFolder.Compare(vllm, appended));
        Assert.Equal($"{appended} has 2 runs: #1 26.0 req/s, cap 128; #2 night, 26.0 req/s, cap 128; name one", error.Message);
        Assert.Equal($"{appended}#1", error.Attempt);
        Assert.Equal("vllm bench serve (night)", ResultFolder.Compare(vllm, appended, 2).SideB.Tool);
        Assert.StartsWith($"{appended}#3 is not there: the file has 2 runs: ", Assert.Throws<OptionException>(() => ResultFolder.Compare(vllm, appended, 3)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty; it can be a file that run wrote, a result of vllm bench serve")]
    [InlineData("hello", "is no JSON: ")]
    [InlineData("{\"hello\":1}", "is no result that is known; it can be a file that run wrote, a result of vllm bench serve")]
    public void File_of_nobody_gives_one_clear_line(string text, string error)
    {
        var (run, _) = _folder.WriteBoth(LoggedRun.Of(LoggedRun.TenAnswers));
        var other = _folder.Write("other.json", text);
        Assert.StartsWith($"{other} {error}", Assert.Throws<OptionException>(() => ResultFolder.Compare(run, other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_file_that_is_damaged_is_named_beside_another_tools()
    {
        var (_, vllm) = _folder.WriteBoth(LoggedRun.Of(LoggedRun.TenAnswers));
        var damaged = _folder.Write("damaged.ndjson", "{\"schema\":\"vllmstream/9\",\"type\":\"run_started\"}\n");
        Assert.StartsWith($"{damaged}: line 1: has schema vllmstream/9", Assert.Throws<NdjsonFormatException>(() => ResultFolder.Compare(damaged, vllm)).Message, StringComparison.Ordinal);
    }

    private static ComparedFigure Figure(RunComparison comparison, string metric, string? statistic) =>
        comparison.Figures.Single(figure => figure.Metric == metric && figure.Statistic == statistic);

    private static string GuideLlm(int requests)
    {
        var lines = Enumerable.Range(0, requests).Select(i =>
            $$$"""{"request_start_time":{{{1000 + i}}},"request_latency":1.{{{i:000}}},"time_to_first_token_ms":{{{100 + i}}},"time_to_first_output_token_ms":{{{100 + i}}},"inter_token_latency_ms":20.5}""");
        return $$$"""{"metadata":{"guidellm_version":"0.5.0"},"benchmarks":[{"config":{"strategy":{"type_":"concurrent","streams":4}},"metrics":{"request_totals":{"successful":{{{requests}}},"errored":0},"request_latency":{"successful":{"mean":1.5} } },"requests":{"successful":[{{{string.Join(',', lines)}}}]}}]}""";
    }

    private static string AiPerf(int requests) => string.Join('\n', Enumerable.Range(0, requests).Select(i =>
        $$$"""{"metadata":{"request_start_ns":{{{i + 1}}}000000,"benchmark_phase":"profiling"},"metrics":{"time_to_first_token":{"value":{{{200 + i}}},"unit":"ms"},"request_latency":{"value":{{{400 + i}}},"unit":"ms"},"inter_chunk_latency":{"value":[4.5,5,5.5],"unit":"ms"},"inter_token_latency":{"value":5.0,"unit":"ms"},"output_token_throughput_per_user":{"value":200,"unit":"tokens/sec/user"}},"error":null}"""));
}
