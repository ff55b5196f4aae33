using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Reporting.Exchange.Retold;

/// <summary>What Locust's statistics show of everything together.</summary>
internal static class LocustFigures
{
    public static (IReadOnlyList<RetoldFigure> Figures, IReadOnlyList<string> Notes) Of(RetoldRequests requests, RunSummary summary)
    {
        var times = requests.Locust;
        var ours = summary.Metrics.E2eMs;
        // Never under a second.
        double? seconds = summary.Totals.Whole is { } whole ? Math.Max(1, whole.DurationMs / 1_000) : null;
        var list = new FigureList(ForeignTool.Locust);
        list.Add("request count", "", summary.Totals.Requests, times.Requests, "the same requests");
        list.Add("failure count", "", summary.Totals.Failed, times.Failures, "the same requests");
        list.Add("median response time", "ms", MetricId.E2e, ours.P50, times.MedianMs);
        list.Add("average response time", "ms", MetricId.E2e, ours.Mean, times.AverageMs);
        list.Add("min response time", "ms", MetricId.E2e, ours.Min, times.MinMs);
        list.Add("max response time", "ms", MetricId.E2e, ours.Max, times.MaxMs);
        list.Add("95%", "ms", MetricId.E2e, ours.P95, times.PercentileMs(0.95));
        list.Add("99%", "ms", MetricId.E2e, ours.P99, times.PercentileMs(0.99));
        list.Add("requests/s", "req/s", summary.Totals.Steady?.RequestsPerS, times.Requests / seconds, "failures included, over everything up to the last end; ours successes over the steady window");
        return (list.Figures,
        [
            "our p99 needs 100 samples, theirs one",
            "Locust sees a stream as one response: no TTFT, no time between tokens, unless a script takes them itself",
            "response time of a script that reads the stream by hand ends with the headers: such a number cannot be told from here",
        ]);
    }
}
