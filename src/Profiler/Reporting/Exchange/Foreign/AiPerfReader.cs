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
            Metrics = metrics,
        };
    }

    public static ForeignRun ReadRecords(IEnumerable<JsonElement> records)
    {
        var samples = Metrics.ToDictionary(row => row.Metric, _ => new List<double>());
        long completed = 0, failed = 0;
        foreach (var record in records)
        {
            // Its warm-up stands in the same file.
            if (record.Text("metadata", "benchmark_phase") is { } phase && phase != "profiling")
                continue;
            if (record.At("error") is not null || record.At("metadata", "was_cancelled") is { ValueKind: JsonValueKind.True })
            {
                failed++;
                continue;
            }

            completed++;
            foreach (var (metric, key) in Metrics)
                Take(samples[metric], record.At("metrics", key));
        }

        return new ForeignRun
        {
            Tool = ForeignTool.AiPerf,
            Completed = completed,
            Failed = failed,
            Metrics = samples.Where(pair => pair.Value.Count > 0).ToDictionary(pair => pair.Key, pair => ForeignMetric.Of(pair.Value)!),
        };
    }

    private static void Take(List<double> samples, JsonElement? value)
    {
        if (value is not { } found || ToOurs(found.Text("unit")) is not { } factor)
            return;
        if (found.Number("value") is { } one)
            samples.Add(one * factor);
        else
            samples.AddRange(found.Numbers("value").OfType<double>().Select(number => number * factor));
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
