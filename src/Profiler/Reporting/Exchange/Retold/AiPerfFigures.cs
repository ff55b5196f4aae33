using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Reporting.Exchange.Retold;

/// <summary>What AIPerf's console shows.</summary>
internal static class AiPerfFigures
{
    private const string Window = "from the first request to the last response with content; ours over the steady window, without the end where the load runs out";

    public static (IReadOnlyList<RetoldFigure> Figures, IReadOnlyList<string> Notes) Of(RetoldRequests requests, RunSummary summary)
    {
        var metrics = summary.Metrics;
        var steady = summary.Totals.Steady;
        var seconds = requests.Span.ToLastTokenS;
        var list = new FigureList(ForeignTool.AiPerf);
        Add(list, "TTFT", MetricId.Ttft, metrics.TtftMs, SampleStatistics.Of(requests.FirstToken));
        var second = SampleStatistics.Of(requests.SecondToken);
        list.AddOfGaps("avg TTST", "ms", null, second?.Mean, "gap between the first two token events; we count it among all others, as ITL");
        Add(list, "TTFO", MetricId.Ttfc, metrics.TtfcMs, SampleStatistics.Of(requests.FirstVisible));
        Add(list, "request latency", MetricId.E2e, metrics.E2eMs, SampleStatistics.Of(requests.LastToken));
        Add(list, "ITL", MetricId.Tpot, metrics.TpotMs, SampleStatistics.Of(requests.PerLaterToken.Select(sample => sample.Ms)));
        var gaps = SampleStatistics.Of(requests.Gaps);
        list.AddOfGaps("avg ICL", "ms", metrics.ItlMs.Mean, gaps?.Mean, ToolDefinitions.Find(ForeignTool.AiPerf, MetricId.Itl)!.Text);
        var perUser = SampleStatistics.Of(requests.PerLaterToken.Where(sample => sample.Ms > 0).Select(sample => 1_000 / sample.Ms));
        list.Add("avg throughput per user", "tok/s", MetricId.TokensPerSecond, metrics.TokensPerS.Mean, perUser?.Mean);
        list.Add("output token throughput", "tok/s", steady?.OutputTokensPerS, requests.OutputTokens / seconds, Window);
        list.Add("request throughput", "req/s", steady?.RequestsPerS, requests.Completed / seconds, Window);
        return (list.Figures, [FigureList.Percentiles, "its ITL stands beside our TPOT, which it is; its inter-chunk latency (ICL) beside our ITL"]);
    }

    private static void Add(FigureList list, string name, MetricId metric, MetricBlock ours, SampleStatistics? theirs)
    {
        list.Add($"avg {name}", "ms", metric, ours.Mean, theirs?.Mean);
        list.Add($"p50 {name}", "ms", metric, ours.P50, theirs?.Median);
        list.Add($"p99 {name}", "ms", metric, ours.P99, theirs?.Percentile(99));
    }
}
