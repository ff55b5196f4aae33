using System.Text.Json;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Reporting.Exchange.Foreign;

/// <summary>Reads a result file of <c>vllm bench serve</c>: arrays in seconds with <c>--save-detailed</c>, statistics in milliseconds always.</summary>
internal static class VllmReader
{
    private static readonly (MetricId Metric, string Key)[] Keys =
        [(MetricId.Ttft, "ttft"), (MetricId.Tpot, "tpot"), (MetricId.Itl, "itl"), (MetricId.E2e, "e2el"), (MetricId.Wait, "client_queue_time")];

    public static bool IsResult(JsonElement root) =>
        root.At("model_id") is not null && root.Number("completed") is not null && root.Number("request_throughput") is not null;

    public static ForeignRun Read(JsonElement root)
    {
        var requests = RequestsOf(root);
        var completed = root.Count("completed");
        var metrics = ForeignMetrics.Of(requests);
        foreach (var (metric, key) in Keys)
        {
            // Without a cap nobody can wait behind it.
            if (!metrics.ContainsKey(metric) && (metric != MetricId.Wait || HasCap(root)) && Statistics(root, key) is { } found)
                metrics[metric] = found;
        }

        return new ForeignRun
        {
            Tool = ForeignTool.Vllm,
            Name = root.Text("label"),
            Model = root.Text("model_id"),
            Load = new ForeignLoad { Concurrency = (int?)root.Count("max_concurrency"), RatePerS = root.Number("request_rate") },
            Completed = completed,
            Failed = root.Count("failed"),
            DurationS = root.Number("duration"),
            RequestsPerS = root.Number("request_throughput"),
            OutputTokensPerS = root.Number("output_throughput"),
            PromptTokensMean = completed > 0 ? root.Number("total_input_tokens") / completed : null,
            OutputTokensMean = completed > 0 ? root.Number("total_output_tokens") / completed : null,
            Requests = requests,
            Metrics = metrics,
        };
    }

    // Each list stands for itself: without --save-detailed some of them are left out, and which has changed with its versions.
    private static ForeignRequest[] RequestsOf(JsonElement root)
    {
        var (ttfts, latencies, tokens) = (root.Numbers("ttfts"), root.Numbers("latencies"), root.Numbers("output_lens"));
        var (begins, queues, gaps) = (root.Numbers("start_times"), root.Numbers("queue_times"), GapsOf(root));
        var count = ((int[])[ttfts.Count, latencies.Count, gaps.Length]).Max();
        if (Successes(root, count, tokens, latencies) is not { } isOk)
            return [];
        var requests = new ForeignRequest[count];
        for (var i = 0; i < count; i++)
        {
            var (ttft, latency) = (At(ttfts, i), At(latencies, i));
            requests[i] = new ForeignRequest
            {
                IsOk = isOk(i),
                BeginMs = Ms(At(begins, i)),
                TtftMs = Ms(ttft),
                // The file has none of their own; by their formula, where it has all that the formula needs.
                TpotMs = At(tokens, i) is > 1 and var generated ? (latency - ttft) / (generated - 1) * 1_000 : null,
                E2eMs = Ms(latency),
                WaitMs = HasCap(root) ? Ms(At(queues, i)) : null,
                GapsMs = i < gaps.Length ? gaps[i] : [],
            };
        }

        return requests;
    }

    // A failed request has an error; its times are zeros that nobody measured. Older files have no list of errors, but no tokens either. Where
    // there are neither, a latency of zero is none; if those that are left are not as many as succeeded, nobody knows which did.
    private static Func<int, bool>? Successes(JsonElement root, int count, IReadOnlyList<double?> tokens, IReadOnlyList<double?> latencies)
    {
        if (root.List("errors") is { } errors)
        {
            bool[] ok = [.. errors.EnumerateArray().Select(error => error.ValueKind == JsonValueKind.Null || error.Text() is "")];
            return index => index >= ok.Length || ok[index];
        }

        if (tokens.Count > 0)
            return index => index >= tokens.Count || tokens[index] != 0;
        var completed = root.Count("completed");
        if (count == completed)
            return _ => true;
        return Enumerable.Range(0, count).Count(HasEnd) == completed ? HasEnd : null;

        bool HasEnd(int index) => At(latencies, index) is > 0;
    }

    private static bool HasCap(JsonElement root) => root.Number("max_concurrency") is not null;

    private static IReadOnlyList<double>[] GapsOf(JsonElement root) => root.List("itls") is { } lists
        ? [.. lists.EnumerateArray().Select(list => (IReadOnlyList<double>)[.. list.Numbers().OfType<double>().Select(gap => Ms(gap)!.Value)])]
        : [];

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

    private static double? At(IReadOnlyList<double?> list, int index) => index < list.Count ? list[index] : null;

    // Their clocks read nanoseconds; what lies beyond is what seconds in binary leave.
    private static double? Ms(double? seconds) => seconds is { } value ? Rounded.ToMillionth(value * 1_000) : null;
}
