using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Reporting.Exchange.Vllm;

namespace VllmStream.Profiling.Reporting.Exchange.Retold;

/// <summary>What <c>vllm bench serve</c> prints at its end.</summary>
internal static class VllmFigures
{
    private const string Window = "over everything up to the last end; ours over the steady window, without the end where the load runs out";

    public static (IReadOnlyList<RetoldFigure> Figures, IReadOnlyList<string> Notes) Of(RetoldRequests requests, RunSummary summary)
    {
        var totals = new VllmTotals([.. requests.Vllm], summary);
        var steady = summary.Totals.Steady;
        var list = new FigureList(ForeignTool.Vllm);
        list.Add("request throughput", "req/s", steady?.RequestsPerS, totals.PerSecond(totals.Completed), Window);
        list.Add("output token throughput", "tok/s", steady?.OutputTokensPerS, totals.PerSecond(totals.OutputTokens), Window);
        list.Add("total token throughput", "tok/s", steady?.OutputTokensPerS + steady?.InputTokensPerS, totals.PerSecond(totals.InputTokens + totals.OutputTokens), Window);
        list.AddOfGaps("peak output token throughput", "tok/s", null, totals.MaxTokensPerSecond(), "chunks of the best second, each taken for one token; we have no such figure");
        list.Add("peak concurrent requests", "", summary.Totals.InFlightMax, totals.MaxConcurrent(), "successes only, exact; ours within the steady window, failures included");
        Add(list, "TTFT", MetricId.Ttft, summary.Metrics.TtftMs, totals.Ttft);
        Add(list, "TPOT", MetricId.Tpot, summary.Metrics.TpotMs, totals.Tpot);
        Add(list, "ITL", MetricId.Itl, summary.Metrics.ItlMs, totals.Itl);
        Add(list, "E2EL", MetricId.E2e, summary.Metrics.E2eMs, totals.E2el);
        var notes = new List<string>
        {
            FigureList.Percentiles,
            "their own lateness: one thread reads every stream, and a chunk that waits for it is stamped late",
            "an end stands for their last line: when the usage line came is not recorded",
        };
        if (!totals.HasGaps)
            notes.Add("ITL is from the histogram, without gaps behind role chunks: the run did not record its gaps (run --record gaps)");
        return (list.Figures, notes);
    }

    private static void Add(FigureList list, string name, MetricId metric, MetricBlock ours, SampleStatistics? theirs)
    {
        list.Add($"mean {name}", "ms", metric, ours.Mean, theirs?.Mean);
        list.Add($"median {name}", "ms", metric, ours.P50, theirs?.Median);
        list.Add($"P99 {name}", "ms", metric, ours.P99, theirs?.Percentile(99));
    }
}
