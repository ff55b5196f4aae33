using System.Text.Json;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.ServerSide;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Reporting.Exchange.Vllm;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Reporting.Exchange;

/// <summary>The keys of vLLM's result file: those of every run, and those of certain runs only. What is in neither list must not be written.</summary>
public sealed class VllmKeysTests
{
    private static readonly string[] Identity = ["date", "endpoint_type", "backend", "label", "model_id", "tokenizer_id", "num_prompts"];
    private static readonly string[] Load = ["request_rate", "burstiness", "max_concurrency"];
    private static readonly string[] Totals =
    [
        "duration", "completed", "failed", "total_input_tokens", "total_output_tokens", "request_throughput", "request_goodput", "output_throughput",
        "total_token_throughput", "max_concurrent_requests",
    ];

    private static readonly string[] Detail = ["input_lens", "output_lens", "ttfts", "start_times", "generated_texts", "errors", "latencies", "queue_times"];

    // Only where every gap was recorded: chunks of a second are counted from them.
    private static readonly string[] OfGaps = ["itls", "max_output_tokens_per_s"];

    private static readonly string[] Pooling =
        ["duration", "completed", "failed", "total_input_tokens", "total_input_sequences", "request_throughput", "input_sequence_throughput", "total_token_throughput", "input_lens", "errors", "latencies", "queue_times"];

    private static readonly string[] Speculation =
        ["spec_decode_acceptance_rate", "spec_decode_acceptance_length", "spec_decode_num_drafts", "spec_decode_draft_tokens", "spec_decode_accepted_tokens"];

    // Of runs that this program does not make: ramps by their option, audio, probes beside the load, diffusion; and what the server's metrics are not read for.
    private static readonly string[] Never =
        ["ramp_up_strategy", "ramp_up_start_rps", "ramp_up_end_rps", "rps_change_events", "rtfx", "probe_completed", "probe_failed", "probe_median_e2el_ms", "probe_p99_e2el_ms", "probe_max_e2el_ms", "spec_decode_per_position_acceptance_rates"];

    private static readonly LoadDescription Uncapped = new() { Kind = "open", RatePerS = 8, Arrival = "poisson" };
    private static readonly LoadDescription Closed = new() { Kind = "closed", Concurrency = 8 };
    private static readonly LoadDescription Capped = new() { Kind = "open", RatePerS = 8, Arrival = "poisson", MaxConcurrency = 4 };

    [Theory]
    [InlineData(RecordDetail.Gaps)]
    [InlineData(RecordDetail.Requests)]
    public void Run_has_the_keys_of_every_run_and_those_of_gaps_where_they_were_recorded(RecordDetail detail) => AssertKeys(
        LoggedRun.Mixed(detail),
        [.. Identity, .. Load, .. Totals, .. Detail, .. detail == RecordDetail.Gaps ? OfGaps : [], .. Statistics("ttft", "tpot", "itl", "e2el", "client_queue_time", "e2el_including_client_queue")]);

    [Fact]
    public void Queues_are_of_runs_with_a_cap_and_their_sum_of_runs_with_a_rate_as_well()
    {
        AssertKeys(Run(Uncapped), [.. Identity, .. Load, .. Totals, .. Detail, .. OfGaps, .. Statistics("ttft", "tpot", "itl", "e2el")]);
        AssertKeys(Run(Closed), [.. Identity, .. Load, .. Totals, .. Detail, .. OfGaps, .. Statistics("ttft", "tpot", "itl", "e2el", "client_queue_time")]);
        AssertKeys(Run(Capped), [.. Identity, .. Load, .. Totals, .. Detail, .. OfGaps, .. Statistics("ttft", "tpot", "itl", "e2el", "client_queue_time", "e2el_including_client_queue")]);
    }

    [Fact]
    public void Labels_stand_at_the_top()
    {
        var run = LoggedRun.Of(SummaryFactory.Description() with { Load = Uncapped }, new Dictionary<string, string> { ["tp"] = "4", ["rtfx"] = "9", ["probe_failed"] = "1", ["ramp_up_strategy"] = "linear" }, LoggedRun.TenAnswers);
        AssertKeys(run, [.. Identity, "tp", .. Load, .. Totals, .. Detail, .. OfGaps, .. Statistics("ttft", "tpot", "itl", "e2el")]);
    }

    [Fact]
    public void Pooling_run_has_totals_of_its_own()
    {
        var line = LoggedRun.TenAnswers with { Endpoint = "embeddings", Mode = "nonstream", Items = 3, FirstEventMs = null, FirstTokenMs = null, FirstVisibleMs = null, LastTokenMs = null, OutputTokens = null, GapsUs = null };
        AssertKeys(LoggedRun.Of(SummaryFactory.Description() with { Load = Uncapped }, new Dictionary<string, string>(), line), [.. Identity, .. Load, .. Pooling, .. Statistics("e2el")]);
    }

    [Fact]
    public void Speculation_is_of_servers_that_speculate()
    {
        var run = Run(Uncapped);
        var speculating = run with { Summary = run.Summary with { Server = new ServerSummary { SpecAcceptanceRatio = 0.6, SpecAcceptanceLength = 2.5 } } };
        AssertKeys(speculating, [.. Identity, .. Load, .. Totals, .. Detail, .. OfGaps, .. Speculation, .. Statistics("ttft", "tpot", "itl", "e2el")]);
    }

    [Fact]
    public void Lists_are_in_seconds_and_statistics_in_milliseconds()
    {
        var root = Write(Run(Closed));
        foreach (var (list, metric) in ((string, string)[])[("ttfts", "ttft"), ("latencies", "e2el"), ("queue_times", "client_queue_time")])
            Assert.Equal(root.GetProperty(list)[0].GetDouble() * 1_000, root.GetProperty($"mean_{metric}_ms").GetDouble(), 9);
        Assert.Equal(root.GetProperty("itls")[0].EnumerateArray().Average(gap => gap.GetDouble()) * 1_000, root.GetProperty("mean_itl_ms").GetDouble(), 9);
        Assert.Equal(0.4, root.GetProperty("ttfts")[0].GetDouble());
    }

    private static LoggedRun Run(LoadDescription load) => LoggedRun.Of(SummaryFactory.Description() with { Load = load }, new Dictionary<string, string>(), LoggedRun.TenAnswers);

    private static IEnumerable<string> Statistics(params string[] metrics) =>
        metrics.SelectMany(metric => new[] { "mean", "median", "std", "p50", "p90", "p95", "p99" }, (metric, word) => $"{word}_{metric}_ms");

    private static void AssertKeys(LoggedRun run, IEnumerable<string> keys)
    {
        var written = Write(run).EnumerateObject().Select(member => member.Name).ToArray();
        Assert.Equal(keys.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(written, Never.Contains);
    }

    private static JsonElement Write(LoggedRun run)
    {
        using var output = new MemoryStream();
        VllmResult.Write(run.Stream, run.Summary, output);
        return JsonDocument.Parse(output.ToArray()).RootElement;
    }
}
