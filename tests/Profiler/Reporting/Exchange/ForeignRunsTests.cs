using System.Text;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Reporting.Exchange;
using VllmStream.Profiling.Reporting.Exchange.Foreign;

namespace VllmStream.Tests.Profiler.Reporting.Exchange;

public sealed class ForeignRunsTests
{
    private const string VllmSummary =
        """{"date":"20260101-000000","backend":"openai-chat","label":"a","model_id":"m","num_prompts":9,"request_rate":"inf","max_concurrency":8,"duration":5.0,"completed":8,"failed":1,"request_throughput":1.6,"output_throughput":160.0,"mean_ttft_ms":50.5,"median_ttft_ms":50.0,"std_ttft_ms":1.5,"p99_ttft_ms":60.0,"mean_itl_ms":20.0,"median_itl_ms":19.0}""";

    private const string GuideLlm =
        """
        {"metadata":{"guidellm_version":"0.5.0"},"args":{"model":"m"},"benchmarks":[
          {"config":{"strategy":{"type_":"concurrent","streams":4}},"duration":10.0,"metrics":{
            "request_totals":{"successful":2,"incomplete":0,"errored":1,"total":3},
            "requests_per_second":{"successful":{"mean":0.2}},"output_tokens_per_second":{"successful":{"mean":20.0}},
            "request_latency":{"successful":{"mean":1.5,"median":1.4,"std_dev":0.1,"max":1.6,"percentiles":{"p50":1.4,"p90":1.6,"p95":1.6,"p99":1.6}}},
            "time_to_first_token_ms":{"successful":{"mean":110.0,"median":100.0,"std_dev":10.0,"max":120.0,"percentiles":{"p50":100.0,"p90":120.0,"p95":120.0,"p99":120.0}}},
            "inter_token_latency_ms":{"successful":{"mean":20.0,"median":20.0,"std_dev":0.0,"max":20.0,"percentiles":{"p50":20.0}}}},
           "requests":{"successful":[{"request_latency":1.4,"time_to_first_token_ms":100.0,"inter_token_latency_ms":20.0},{"request_latency":1.6,"time_to_first_token_ms":120.0,"inter_token_latency_ms":22.0}]}},
          {"config":{"strategy":{"type_":"constant","rate":3.5}},"metrics":{
            "request_totals":{"successful":500,"errored":0},
            "request_latency":{"successful":{"mean":1.5,"median":1.4,"max":1.6,"percentiles":{"p99":1.6}}}},
           "requests":{"successful":[{"request_latency":1.4}]}}]}
        """;

    private const string AiPerf =
        """
        {"aiperf_version":"0.5.0","request_throughput":{"unit":"requests/sec","avg":13.1},"request_count":{"unit":"requests","avg":200.0},
         "request_latency":{"unit":"ms","avg":6550.3,"p50":5799.9,"p90":8594.2,"p95":8980.8,"p99":9381.6,"std":1171.1},
         "time_to_first_token":{"unit":"s","avg":1.5887,"p50":0.7875},"inter_token_latency":{"unit":"ms","avg":51.7},"strange":{"unit":"ms","avg":1},
         "inter_chunk_latency":{"unit":"furlongs","avg":1},"benchmark_duration":{"unit":"sec","avg":15.1},"output_token_throughput_per_user":{"unit":"tokens/sec/user","avg":19.3},
         "input_config":{"endpoint":{"model_names":["openai/gpt-oss-20b"]},"loadgen":{"concurrency":100}}}
        """;

    private const string AiPerfLines =
        """
        {"metadata":{"request_start_ns":1,"benchmark_phase":"warmup","was_cancelled":false},"metrics":{"time_to_first_token":{"value":999,"unit":"ms"}},"error":null}
        {"metadata":{"request_start_ns":2,"benchmark_phase":"profiling","was_cancelled":false},"metrics":{"time_to_first_token":{"value":255.5,"unit":"ms"},"request_latency":{"value":297.5,"unit":"ms"},"inter_chunk_latency":{"value":[4.5,5.5],"unit":"ms"},"inter_token_latency":{"value":5.0,"unit":"ms"}},"error":null}
        {"metadata":{"request_start_ns":3,"benchmark_phase":"profiling","was_cancelled":true},"metrics":{"error_isl":{"value":550,"unit":"tokens"}},"error":{"code":499}}
        """;

    [Fact]
    public void Vllm_without_details_has_its_statistics()
    {
        var run = Assert.Single(Read(VllmSummary));
        Assert.Equal((ForeignTool.Vllm, "m", "a", 8L, 1L, 8, null), (run.Tool, run.Model, run.Name, run.Completed, run.Failed, run.Load.Concurrency, run.Load.RatePerS));
        Assert.Equal(new ForeignMetric { N = 8, Mean = 50.5, Std = 1.5, P50 = 50, P99 = 60 }, run.Metrics[MetricId.Ttft]);
        Assert.Equal((null, 20.0, 19.0), (run.Metrics[MetricId.Itl].N, run.Metrics[MetricId.Itl].Mean, run.Metrics[MetricId.Itl].P50));
        Assert.Equal([MetricId.Ttft, MetricId.Itl], run.Metrics.Keys);
    }

    [Fact]
    public void Vllm_details_leave_out_requests_that_failed()
    {
        var text = VllmSummary.Replace("\"duration\"", "\"errors\":[\"\",\"boom\",\"\"],\"output_lens\":[11,0,1],\"ttfts\":[0.1,0.0,0.3],\"latencies\":[1.1,0.0,0.3],\"itls\":[[0.1,0.2],[9.0],[]],\"queue_times\":[0.5,7,0.25],\"duration\"", StringComparison.Ordinal);
        var metrics = Assert.Single(Read(text)).Metrics;
        Assert.Equal([100, 300], metrics[MetricId.Ttft].Samples);
        Assert.Equal([100, 200], metrics[MetricId.Itl].Samples);
        Assert.Equal([100], metrics[MetricId.Tpot].Samples!.Select(ms => Math.Round(ms, 9)));
        Assert.Equal([1_100, 300], metrics[MetricId.E2e].Samples);
        Assert.Equal([500, 250], metrics[MetricId.Wait].Samples);
    }

    [Fact]
    public void Vllm_appended_results_are_runs_of_their_own() =>
        Assert.Equal(["a", "b"], Read(VllmSummary + "\n" + VllmSummary.Replace("\"label\":\"a\"", "\"label\":\"b\"", StringComparison.Ordinal)).Select(run => run.Name));

    [Fact]
    public void GuideLlm_report_has_a_run_for_each_benchmark()
    {
        var runs = Read(GuideLlm);
        Assert.Equal([("concurrent", 4, null), ("constant", null, 3.5)], runs.Select(run => (run.Name, run.Load.Concurrency, run.Load.RatePerS)));
        Assert.All(runs, run => Assert.Equal((ForeignTool.GuideLlm, "0.5.0", "m"), (run.Tool, run.Version, run.Model)));
        Assert.Equal([1_400, 1_600], runs[0].Metrics[MetricId.E2e].Samples);
        Assert.Equal([20, 22], runs[0].Metrics[MetricId.Tpot].Samples);
        Assert.Equal((0.2, 20.0, 10.0), (runs[0].RequestsPerS, runs[0].OutputTokensPerS, runs[0].DurationS));
        Assert.DoesNotContain(MetricId.Itl, runs[0].Metrics.Keys);

        // It kept one request of 500: no samples, but statistics.
        var latency = runs[1].Metrics[MetricId.E2e];
        Assert.Null(latency.Samples);
        Assert.Equal((500L, 1_500.0, 1_400.0, 1_600.0, null), (latency.N, latency.Mean, latency.P50, latency.P99, latency.P90));
    }

    [Fact]
    public void AiPerf_summary_is_read_with_its_units()
    {
        var run = Assert.Single(Read(AiPerf));
        Assert.Equal((ForeignTool.AiPerf, "openai/gpt-oss-20b", 200L, 100, 15.1, 13.1), (run.Tool, run.Model, run.Completed, run.Load.Concurrency, run.DurationS, run.RequestsPerS));
        Assert.Equal((1_588.7, 787.5), (run.Metrics[MetricId.Ttft].Mean, run.Metrics[MetricId.Ttft].P50));
        Assert.Equal((6_550.3, 9_381.6, 200L), (run.Metrics[MetricId.E2e].Mean, run.Metrics[MetricId.E2e].P99, run.Metrics[MetricId.E2e].N));
        Assert.Equal((51.7, 19.3), (run.Metrics[MetricId.Tpot].Mean, run.Metrics[MetricId.TokensPerSecond].Mean));
        Assert.DoesNotContain(MetricId.Itl, run.Metrics.Keys);
    }

    [Fact]
    public void AiPerf_records_leave_out_warm_up_and_failures()
    {
        var run = Assert.Single(Read(AiPerfLines));
        Assert.Equal((1L, 1L), (run.Completed, run.Failed));
        Assert.Equal([255.5], run.Metrics[MetricId.Ttft].Samples);
        Assert.Equal([4.5, 5.5], run.Metrics[MetricId.Itl].Samples);
        Assert.Equal([5], run.Metrics[MetricId.Tpot].Samples);
    }

    [Fact]
    public void Differences_are_of_the_metrics_that_are_there()
    {
        Assert.Equal([MetricId.Ttft, MetricId.Itl], Assert.Single(Read(VllmSummary)).Differences.Select(difference => difference.Metric));
        Assert.Contains(Read(GuideLlm)[0].Differences, difference => difference is { Metric: MetricId.Tpot, Theirs: "ITL" });
        Assert.All(Read(AiPerf)[0].Differences, difference => Assert.DoesNotContain('\n', difference.Text));
    }

    [Theory]
    [InlineData("", "x.json is empty; it can be ")]
    [InlineData("hello", "x.json is no JSON: ")]
    [InlineData("[]", "x.json is no result that is known; it can be ")]
    [InlineData("{\"hello\":1}", "x.json is no result that is known; it can be ")]
    [InlineData("{\"benchmarks\":[]}", "x.json is no result that is known; it can be ")]
    [InlineData("{\"schema\":\"vllmstream/1\",\"type\":\"run_started\"}", "x.json is a run file of this program, not of another tool")]
    public void Unknown_file_gives_one_clear_line(string text, string beginning)
    {
        var error = Assert.Throws<OptionException>(() => Read(text));
        Assert.StartsWith(beginning, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void File_that_is_not_there_gives_one_clear_line() =>
        Assert.StartsWith("/nowhere/x.json cannot be read: ", Assert.Throws<OptionException>(() => ForeignRuns.Read("/nowhere/x.json")).Message, StringComparison.Ordinal);

    [Fact]
    public void Words_of_another_kind_are_read_as_what_is_not_there()
    {
        var run = Assert.Single(Read("""{"model_id":7,"completed":1,"request_throughput":1,"label":3,"itls":[[1]],"errors":{},"max_concurrency":"no","request_rate":"inf"}"""));
        Assert.Equal((null, null, null), (run.Model, run.Name, run.Load.RatePerS));
        Assert.Equal([1_000], run.Metrics[MetricId.Itl].Samples);
        Assert.DoesNotContain(MetricId.Ttft, run.Metrics.Keys);
    }

    [Theory]
    [InlineData("\"ttfts\":\"x\"", "ttfts is \"x\", and must be a list of numbers")]
    [InlineData("\"ttfts\":[0.1,\"b\"]", "ttfts[1] is \"b\", and must be a number of 0 or more")]
    [InlineData("\"latencies\":[-0.5]", "latencies[0] is -0.5, and must be a number of 0 or more")]
    [InlineData("\"latencies\":[1e308]", "latencies[0] is 1e308, and must be a number of 0 or more")]
    [InlineData("\"output_lens\":[[]]", "output_lens[0] is a list, and must be a number of 0 or more")]
    [InlineData("\"itls\":3", "itls must be a list of lists of numbers")]
    [InlineData("\"itls\":[[0.1],3]", "itls[1] is no list of numbers")]
    [InlineData("\"itls\":[[0.1,null]]", "itls[0][1] must be a number of 0 or more")]
    [InlineData("\"ttfts\":[0.1,0.2],\"latencies\":[1,2,3]", "ttfts has 2 entries and latencies 3; each has one for every request")]
    [InlineData("\"latencies\":[1,2],\"errors\":[\"\"]", "latencies has 2 entries and errors 1; each has one for every request")]
    [InlineData("\"mean_ttft_ms\":\"fast\"", "mean_ttft_ms is \"fast\", and must be a number of 0 or more")]
    [InlineData("\"mean_ttft_ms\":5,\"p99_ttft_ms\":-1", "p99_ttft_ms is -1, and must be a number of 0 or more")]
    [InlineData("\"failed\":-5", "failed is -5, and that is no count")]
    [InlineData("\"failed\":1e300", "failed is 1E+300, and that is no count")]
    public void Vllm_values_that_cannot_be_are_one_clear_line(string members, string problem) => Assert.Equal(
        $"x.json cannot be a result: {problem}",
        Assert.Throws<OptionException>(() => Read($$"""{"model_id":"m","completed":1,"request_throughput":1,{{members}}}""")).Message);

    [Fact]
    public void Counts_and_times_of_other_tools_are_not_below_0()
    {
        Assert.Equal("x.json cannot be a result: request_count.avg is -200, and that is no count", Refused(AiPerf.Replace("\"avg\":200.0", "\"avg\":-200.0", StringComparison.Ordinal)));
        Assert.Equal("x.json cannot be a result: time_to_first_token of a request is below 0", Refused(AiPerfLines.Replace("255.5", "-255.5", StringComparison.Ordinal)));
        Assert.Equal("x.json cannot be a result: metrics.request_totals.successful is -2, and that is no count", Refused(GuideLlm.Replace("\"successful\":2,", "\"successful\":-2,", StringComparison.Ordinal)));
        Assert.Equal("x.json cannot be a result: request_latency is -1.4, and must be a number of 0 or more", Refused(GuideLlm.Replace("[{\"request_latency\":1.4,\"time", "[{\"request_latency\":-1.4,\"time", StringComparison.Ordinal)));

        static string Refused(string text) => Assert.Throws<OptionException>(() => Read(text)).Message;
    }

    private static IReadOnlyList<ForeignRun> Read(string text) => ForeignRuns.Read(Encoding.UTF8.GetBytes(text), "x.json");
}
