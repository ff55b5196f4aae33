using System.Text.Json;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Reporting.Exchange.Foreign;

/// <summary>Reads what AIPerf exports: the statistics of a run as one object, or its requests as lines. Each value stands beside its unit.</summary>
internal static class AiPerfReader
{
    private static readonly (MetricId Metric, string Key)[] Metrics =
    [
        (MetricId.Ttft, "time_to_first_token"),
        (MetricId.Ttfc, "time_to_first_output_token"),
        (MetricId.Itl, "inter_chunk_latency"),
        (MetricId.Tpot, "inter_token_latency"),
        (MetricId.E2e, "request_latency"),
        (MetricId.TokensPerSecond, "output_token_throughput_per_user"),
    ];

    public static bool IsSummary(JsonElement root) => root.Number("request_latency", "avg") is not null;

    public static bool IsRecord(JsonElement root) => root.At("metadata", "request_start_ns") is not null && root.TryGetProperty("metrics", out _);

    public static ForeignRun ReadSummary(JsonElement root)
    {
        var completed = root.Count("request_count", "avg");
        var metrics = new Dictionary<MetricId, ForeignMetric>();
        foreach (var (metric, key) in Metrics)
        {
            if (root.At(key) is { } block && block.Number("avg") is { } mean && ToOurs(block.Text("unit")) is { } factor)
            {
                metrics[metric] = new ForeignMetric
                {
                    N = block.Count("count") ?? (metric == MetricId.Itl ? null : completed),
                    Mean = mean * factor,
                    Std = block.Number("std") * factor,
                    P50 = block.Number("p50") * factor,
                    P90 = block.Number("p90") * factor,
                    P95 = block.Number("p95") * factor,
                    P99 = block.Number("p99") * factor,
                };
            }
        }

        return new ForeignRun
        {
            Tool = ForeignTool.AiPerf,
            Version = root.Text("aiperf_version"),
            Model = ModelOf(root),
            Load = new ForeignLoad
            {
                Concurrency = (int?)root.Count("input_config", "loadgen", "concurrency"),
                RatePerS = root.Number("input_config", "loadgen", "request_rate"),
            },
            Completed = completed,
            Failed = root.Count("error_request_count", "avg"),
            DurationS = root.Number("benchmark_duration", "avg"),
            RequestsPerS = root.Number("request_throughput", "avg"),
            OutputTokensPerS = root.Number("output_token_throughput", "avg"),
            PromptTokensMean = root.Number("input_sequence_length", "avg"),
            OutputTokensMean = root.Number("output_sequence_length", "avg"),
            Metrics = metrics,
        };
    }

    public static ForeignRun ReadRecords(IEnumerable<JsonElement> records)
    {
        // Its warm-up stands in the same file.
        ForeignRequest[] requests = [.. records.Where(record => record.Text("metadata", "benchmark_phase") is null or "profiling").Select(RequestOf)];
        var completed = requests.Count(request => request.IsOk);
        return new ForeignRun
        {
            Tool = ForeignTool.AiPerf,
            Completed = completed,
            Failed = requests.Length - completed,
            Requests = requests,
            Metrics = ForeignMetrics.Of(requests),
        };
    }

    private static ForeignRequest RequestOf(JsonElement record) => new()
    {
        IsOk = record.At("error") is null && record.At("metadata", "was_cancelled") is not { ValueKind: JsonValueKind.True },
        BeginMs = record.Number("metadata", "request_start_ns") / 1_000_000,
        TtftMs = One(record, MetricId.Ttft),
        TtfcMs = One(record, MetricId.Ttfc),
        TpotMs = One(record, MetricId.Tpot),
        E2eMs = One(record, MetricId.E2e),
        TokensPerS = One(record, MetricId.TokensPerSecond),
        GapsMs = [.. Values(record, MetricId.Itl)],
    };

    private static double? One(JsonElement record, MetricId metric) => Values(record, metric) is [var value, ..] ? value : null;

    // One number, or a list of them.
    private static double[] Values(JsonElement record, MetricId metric)
    {
        if (record.At("metrics", Metrics.First(row => row.Metric == metric).Key) is not { } found || ToOurs(found.Text("unit")) is not { } factor)
            return [];
        double[] values = found.Number("value") is { } one ? [one * factor] : [.. found.Numbers("value").OfType<double>().Select(number => number * factor)];
        return Array.TrueForAll(values, value => value >= 0) ? values : throw new FormatException($"{Metrics.First(row => row.Metric == metric).Key} of a request is below 0");
    }

    // Into milliseconds, or tokens per second; a unit that is not known is not guessed.
    private static double? ToOurs(string? unit) => unit switch
    {
        "ms" => 1,
        "s" or "sec" => 1_000,
        "us" => 0.001,
        "ns" => 0.000_001,
        "tokens/sec/user" or "tokens/sec" => 1,
        _ => null,
    };

    private static string? ModelOf(JsonElement root)
    {
        if (root.List("input_config", "endpoint", "model_names") is { } names && names.GetArrayLength() > 0)
            return names[0].Text();
        return root.List("input_config", "models", "items") is { } items && items.GetArrayLength() > 0 ? items[0].Text("name") : null;
    }
}
