using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Reporting.Exchange.Retold;

/// <summary>What GuideLLM's console shows: medians and 95th percentiles of successes.</summary>
internal static class GuideLlmFigures
{
    private const string Window = "over everything up to the last end; ours over the steady window, without the end where the load runs out";

    public static (IReadOnlyList<RetoldFigure> Figures, IReadOnlyList<string> Notes) Of(RetoldRequests requests, RunSummary summary)
    {
        var metrics = summary.Metrics;
        var steady = summary.Totals.Steady;
        var seconds = requests.Span.ToEndS;
        var list = new FigureList(ForeignTool.GuideLlm);
        list.Add("requests per second", "req/s", steady?.RequestsPerS, requests.Completed / seconds, Window);
        list.Add("output tokens per second", "tok/s", steady?.OutputTokensPerS, requests.OutputTokens / seconds, Window);
        Add(list, "request latency", "s", MetricId.E2e, metrics.E2eMs, [.. requests.Whole.Select(ms => (ms, 1.0))], 0.001);
        Add(list, "TTFT", "ms", MetricId.Ttft, metrics.TtftMs, [.. requests.FirstToken.Select(ms => (ms, 1.0))], 1);
        Add(list, "ITL", "ms", MetricId.Tpot, metrics.TpotMs, requests.PerLaterToken, 1);
        list.Add("median TPOT", "ms", metrics.TpotMs.P50, WeightedSamples.Percentile(requests.PerToken, 0.5), "(last token - begin) / tokens: the first token and its prefill are inside, and a request weighs as many times as it has tokens");
        return (list.Figures,
        [
            "ITL stands beside our TPOT, which it is: GuideLLM keeps no gaps, and our ITL has nothing beside it",
            "their own lateness: requests are spread over processes, each of which reads its streams in one thread",
        ]);
    }

    private static void Add(FigureList list, string name, string unit, MetricId metric, MetricBlock ours, IReadOnlyList<(double Value, double Weight)> theirs, double toUnit)
    {
        list.Add($"median {name}", unit, metric, ours.P50 * toUnit, WeightedSamples.Percentile(theirs, 0.5) * toUnit);
        list.Add($"p95 {name}", unit, metric, ours.P95 * toUnit, WeightedSamples.Percentile(theirs, 0.95) * toUnit);
    }
}
