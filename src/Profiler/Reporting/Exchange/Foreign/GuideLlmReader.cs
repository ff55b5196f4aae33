using System.Text.Json;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Reporting.Exchange.Foreign;

/// <summary>Reads a report of GuideLLM: one run for each of its benchmarks. Times are in milliseconds, but for <c>request_latency</c>, which is in seconds.</summary>
internal static class GuideLlmReader
{
    // Ours, the key of a summary and of a request, and the unit.
    private static readonly (MetricId Metric, string Key, double ToMs)[] Metrics =
    [
        (MetricId.Ttft, "time_to_first_token_ms", 1),
        (MetricId.Ttfc, "time_to_first_output_token_ms", 1),
        (MetricId.Tpot, "inter_token_latency_ms", 1),
        (MetricId.E2e, "request_latency", 1_000),
    ];

    public static bool IsReport(JsonElement root) =>
        root.List("benchmarks") is { } benchmarks && benchmarks.EnumerateArray().All(benchmark => benchmark.At("metrics", "request_latency") is not null)
        && benchmarks.GetArrayLength() > 0;

    public static IReadOnlyList<ForeignRun> Read(JsonElement root) =>
        [.. root.List("benchmarks")!.Value.EnumerateArray().Select(benchmark => ReadOne(root, benchmark))];

    private static ForeignRun ReadOne(JsonElement root, JsonElement benchmark)
    {
        var completed = benchmark.Count("metrics", "request_totals", "successful");
        var metrics = new Dictionary<MetricId, ForeignMetric>();
        var ok = SuccessesOf(benchmark, completed);
        foreach (var (metric, key, toMs) in Metrics)
        {
            if ((ForeignMetric.Of([.. ok.Select(request => request.Amount(key)).OfType<double>().Select(value => value * toMs)]) ?? Statistics(benchmark, key, toMs, completed)) is { } found)
                metrics[metric] = found;
        }

        var strategy = benchmark.At("config", "strategy") ?? benchmark.At("args", "strategy");
        return new ForeignRun
        {
            Tool = ForeignTool.GuideLlm,
            Version = root.Text("metadata", "guidellm_version"),
            Name = strategy?.Text("type_") ?? strategy?.Text("kind"),
            Model = ModelOf(root, benchmark),
            Load = new ForeignLoad
            {
                Concurrency = (int?)(strategy?.Count("streams") ?? strategy?.Count("max_concurrency")),
                RatePerS = strategy?.Number("rate"),
            },
            Completed = completed,
            Failed = benchmark.Count("metrics", "request_totals", "errored"),
            DurationS = benchmark.Number("duration") ?? benchmark.Number("run_stats", "total_time"),
            RequestsPerS = benchmark.Number("metrics", "requests_per_second", "successful", "mean"),
            OutputTokensPerS = benchmark.Number("metrics", "output_tokens_per_second", "successful", "mean"),
            PromptTokensMean = benchmark.Number("metrics", "prompt_token_count", "successful", "mean"),
            OutputTokensMean = benchmark.Number("metrics", "output_token_count", "successful", "mean"),
            Requests = [.. ok.Select(request => RequestOf(request, isOk: true)), .. ok.Count == 0 ? [] : FailuresOf(benchmark)],
            Metrics = metrics,
        };
    }

    // A report may keep a part of its requests only; a part is no sample of the whole that could be told from it.
    private static IReadOnlyList<JsonElement> SuccessesOf(JsonElement benchmark, long? completed) =>
        benchmark.List("requests", "successful") is { } requests && requests.GetArrayLength() == completed ? [.. requests.EnumerateArray()] : [];

    private static IEnumerable<ForeignRequest> FailuresOf(JsonElement benchmark) =>
        benchmark.List("requests", "errored") is { } requests ? requests.EnumerateArray().Select(request => RequestOf(request, isOk: false)) : [];

    private static ForeignRequest RequestOf(JsonElement request, bool isOk) => new()
    {
        IsOk = isOk,
        BeginMs = (request.Number("request_start_time") ?? request.Number("info", "timings", "request_start")) * 1_000,
        TtftMs = request.Number("time_to_first_token_ms"),
        TtfcMs = request.Number("time_to_first_output_token_ms"),
        TpotMs = request.Number("inter_token_latency_ms"),
        E2eMs = request.Number("request_latency") * 1_000,
    };

    private static ForeignMetric? Statistics(JsonElement benchmark, string key, double toMs, long? completed)
    {
        // It writes zeros for what no request had.
        if (benchmark.At("metrics", key, "successful") is not { } block || block.Number("mean") is not { } mean || block.Number("max") is 0)
            return null;
        return new ForeignMetric
        {
            N = completed,
            Mean = mean * toMs,
            Std = block.Number("std_dev") * toMs,
            P50 = (block.Number("percentiles", "p50") ?? block.Number("median")) * toMs,
            P90 = block.Number("percentiles", "p90") * toMs,
            P95 = block.Number("percentiles", "p95") * toMs,
            P99 = block.Number("percentiles", "p99") * toMs,
        };
    }

    // Where it stands has changed with its versions.
    private static string? ModelOf(JsonElement root, JsonElement benchmark) =>
        root.Text("args", "model")
        ?? root.Text("args", "backend", "model")
        ?? root.Text("args", "backend_kwargs", "model")
        ?? benchmark.Text("config", "backend", "model")
        ?? benchmark.Text("benchmarker", "backend", "model")
        ?? benchmark.Text("worker", "backend_model");
}
