using System.Globalization;
using System.Text.Json;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Reporting.Exchange.Foreign;

/// <summary>Reads a result file of <c>vllm bench serve</c>: arrays in seconds with <c>--save-detailed</c>, statistics in milliseconds always.</summary>
internal static class VllmReader
{
    // A hundred years; what is longer is no gap.
    private const double LongestSeconds = 3.2e9;

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
            DurationS = root.Amount("duration"),
            RequestsPerS = root.Amount("request_throughput"),
            OutputTokensPerS = root.Amount("output_throughput"),
            PromptTokensMean = completed > 0 ? root.Amount("total_input_tokens") / completed : null,
            OutputTokensMean = completed > 0 ? root.Amount("total_output_tokens") / completed : null,
            Requests = requests,
            Metrics = metrics,
        };
    }

    // Each list stands for itself: without --save-detailed some of them are left out, and which has changed with its versions.
    private static ForeignRequest[] RequestsOf(JsonElement root)
    {
        var (ttfts, latencies, tokens) = (root.Amounts("ttfts"), root.Amounts("latencies"), root.Amounts("output_lens"));
        var (begins, queues, gaps) = (root.Amounts("start_times"), root.Amounts("queue_times"), GapsOf(root));
        RequireOneLength(("ttfts", ttfts.Count), ("latencies", latencies.Count), ("itls", gaps.Length), ("output_lens", tokens.Count), ("start_times", begins.Count),
            ("queue_times", queues.Count), ("errors", root.List("errors")?.GetArrayLength() ?? 0));
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

    // One entry for each request in all of them: where one is shorter, nobody knows whose entries those are.
    private static void RequireOneLength(params ReadOnlySpan<(string Name, int Length)> lists)
    {
        (string Name, int Length) first = default;
        foreach (var list in lists)
        {
            if (list.Length == 0)
                continue;
            if (first.Length == 0)
                first = list;
            else if (list.Length != first.Length)
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{first.Name} has {first.Length} entries and {list.Name} {list.Length}; each has one for every request"));
        }
    }

    private static IReadOnlyList<double>[] GapsOf(JsonElement root)
    {
        if (root.At("itls") is not { } lists)
            return [];
        if (lists.ValueKind != JsonValueKind.Array)
            throw new FormatException("itls must be a list of lists of numbers");
        var gaps = new IReadOnlyList<double>[lists.GetArrayLength()];
        for (var i = 0; i < gaps.Length; i++)
        {
            var list = lists[i];
            if (list.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"itls[{i}] is no list of numbers"));
            gaps[i] = list.ValueKind == JsonValueKind.Null ? [] : [.. list.EnumerateArray().Select((gap, at) => GapMs(gap, i, at))];
        }

        return gaps;
    }

    private static double GapMs(JsonElement gap, int request, int at) => gap.ValueKind == JsonValueKind.Number && gap.TryGetDouble(out var seconds) && seconds is >= 0 and < LongestSeconds
        ? Ms(seconds)!.Value
        : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"itls[{request}][{at}] must be a number of 0 or more"));

    private static ForeignMetric? Statistics(JsonElement root, string key)
    {
        if (root.Amount($"mean_{key}_ms") is not { } mean)
            return null;
        return new ForeignMetric
        {
            // One sample for each request; how many gaps there were, the file does not say.
            N = key == "itl" ? null : root.Count("completed"),
            Mean = mean,
            Std = root.Amount($"std_{key}_ms"),
            P50 = root.Amount($"median_{key}_ms"),
            P90 = root.Amount($"p90_{key}_ms"),
            P95 = root.Amount($"p95_{key}_ms"),
            P99 = root.Amount($"p99_{key}_ms"),
        };
    }

    private static double? At(IReadOnlyList<double?> list, int index) => index < list.Count ? list[index] : null;

    // Their clocks read nanoseconds; what lies beyond is what seconds in binary leave.
    private static double? Ms(double? seconds) => seconds is { } value ? Rounded.ToMillionth(value * 1_000) : null;
}
