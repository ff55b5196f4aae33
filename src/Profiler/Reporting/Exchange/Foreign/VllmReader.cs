using System.Text.Json;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Reporting.Exchange.Foreign;

/// <summary>Reads a result file of <c>vllm bench serve</c>: arrays in seconds with <c>--save-detailed</c>, statistics in milliseconds always.</summary>
internal static class VllmReader
{
    public static bool IsResult(JsonElement root) =>
        root.At("model_id") is not null && root.Number("completed") is not null && root.Number("request_throughput") is not null;

    public static ForeignRun Read(JsonElement root)
    {
        var isSuccess = Successes(root);
        var metrics = new Dictionary<MetricId, ForeignMetric>();
        Add(metrics, MetricId.Ttft, Samples(root, "ttfts", isSuccess), root, "ttft");
        Add(metrics, MetricId.Tpot, Tpots(root, isSuccess), root, "tpot");
        Add(metrics, MetricId.Itl, Gaps(root, isSuccess), root, "itl");
        Add(metrics, MetricId.E2e, Samples(root, "latencies", isSuccess), root, "e2el");
        // Without a cap nobody can wait behind it.
        if (root.Number("max_concurrency") is not null)
            Add(metrics, MetricId.Wait, Samples(root, "queue_times", isSuccess), root, "client_queue_time");
        return new ForeignRun
        {
            Tool = ForeignTool.Vllm,
            Name = root.Text("label"),
            Model = root.Text("model_id"),
            Load = new ForeignLoad { Concurrency = (int?)root.Count("max_concurrency"), RatePerS = root.Number("request_rate") },
            Completed = root.Count("completed"),
            Failed = root.Count("failed"),
            DurationS = root.Number("duration"),
            RequestsPerS = root.Number("request_throughput"),
            OutputTokensPerS = root.Number("output_throughput"),
            Metrics = metrics,
        };
    }

    // A failed request has an error; its times are zeros that nobody measured. Older files have no list of them, but no tokens either.
    private static Func<int, bool> Successes(JsonElement root)
    {
        if (root.List("errors") is { } errors)
        {
            bool[] ok = [.. errors.EnumerateArray().Select(error => error.ValueKind == JsonValueKind.Null || error.Text() is "")];
            return index => index >= ok.Length || ok[index];
        }

        var tokens = root.Numbers("output_lens");
        return index => index >= tokens.Count || tokens[index] != 0;
    }

    private static List<double> Samples(JsonElement root, string key, Func<int, bool> isSuccess)
    {
        var seconds = root.Numbers(key);
        var samples = new List<double>(seconds.Count);
        for (var i = 0; i < seconds.Count; i++)
        {
            if (isSuccess(i) && seconds[i] is { } value)
                samples.Add(Ms(value));
        }

        return samples;
    }

    private static List<double> Gaps(JsonElement root, Func<int, bool> isSuccess)
    {
        var samples = new List<double>();
        if (root.List("itls") is not { } lists)
            return samples;
        var index = 0;
        foreach (var list in lists.EnumerateArray())
        {
            if (isSuccess(index++))
                samples.AddRange(list.Numbers().OfType<double>().Select(Ms));
        }

        return samples;
    }

    // The file has none of their own; by their formula, where it has all that the formula needs.
    private static List<double> Tpots(JsonElement root, Func<int, bool> isSuccess)
    {
        var latencies = root.Numbers("latencies");
        var ttfts = root.Numbers("ttfts");
        var tokens = root.Numbers("output_lens");
        var samples = new List<double>();
        for (var i = 0; i < Math.Min(latencies.Count, Math.Min(ttfts.Count, tokens.Count)); i++)
        {
            if (isSuccess(i) && latencies[i] is { } latency && ttfts[i] is { } ttft && tokens[i] is > 1 and var count)
                samples.Add((latency - ttft) * 1_000 / (count - 1));
        }

        return samples;
    }

    private static void Add(Dictionary<MetricId, ForeignMetric> metrics, MetricId metric, List<double> samples, JsonElement root, string key)
    {
        if ((ForeignMetric.Of(samples) ?? Statistics(root, key)) is { } found)
            metrics[metric] = found;
    }

    private static ForeignMetric? Statistics(JsonElement root, string key)
    {
        if (root.Number($"mean_{key}_ms") is not { } mean)
            return null;
        return new ForeignMetric
        {
            // One sample for each request; how many gaps there were, the file does not say.
            N = key == "itl" ? null : root.Count("completed"),
            Mean = mean,
            Std = root.Number($"std_{key}_ms"),
            P50 = root.Number($"median_{key}_ms"),
            P90 = root.Number($"p90_{key}_ms"),
            P95 = root.Number($"p95_{key}_ms"),
            P99 = root.Number($"p99_{key}_ms"),
        };
    }

    private static double Ms(double seconds) => Rounded.ToMillionth(seconds * 1_000);
}
