using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Reporting.Html.Charts;

namespace VllmStream.Profiling.Reporting.Html.Sections;

/// <summary>The distributions of the summary, each as histogram and cumulative share.</summary>
internal static class DistributionSection
{
    private static readonly MetricId[] Shown = [MetricId.Ttft, MetricId.Itl, MetricId.Tpot, MetricId.E2e, MetricId.TokensPerSecond];

    /// <summary>Draws it.</summary>
    public static void Write(MarkupWriter to, ReportPage page)
    {
        var summary = page.Summary;
        if (Decode(summary) is not { } set)
        {
            to.Absent("the histograms of the file are damaged, so they are not drawn; the figures of the tables do not come from them");
            return;
        }

        to.Element("p class=\"note\"", "Measured successes. Above how many samples lie where, below which share is at or under a value; times on a logarithmic axis.");
        to.Raw("<div class=\"grid\">\n");
        foreach (var metric in Shown)
            Write(to, summary, MetricTable.Of(metric), set[metric]);
        to.Raw("</div>\n");
    }

    private static void Write(MarkupWriter to, RunSummary summary, MetricDefinition definition, Distribution distribution)
    {
        to.Raw($"<figure id=\"chart-{definition.Word}\"><figcaption>").Element("b", definition.Label);
        to.Raw(" ").Element("span class=\"sub\"", $"{definition.Subject}, {definition.Unit}, n {distribution.Count}").Raw("</figcaption>\n");
        if (distribution.Count == 0)
            to.Absent(LatencyTable.AbsenceText(summary) ?? "no sample");
        else if (definition.Metric == MetricId.TokensPerSecond)
            DistributionChart.Write(to, definition.Label, definition.Unit, distribution, isLog: false, Marks(summary.Metrics.TokensPerS));
        else
            DistributionChart.Write(to, definition.Label, definition.Unit, distribution, isLog: true, Marks(summary.Metrics.Time(definition.Metric)));
        to.Raw("</figure>\n");
    }

    private static DistributionMark[] Marks(MetricBlock block) =>
        [new("p50", block.P50, 0.5), new("p90", block.P90, 0.9), new("p99", block.P99, 0.99), new("worst", block.Max, 1)];

    private static DistributionMark[] Marks(RateBlock block) =>
        [new("p50", block.P50, 0.5), new("p10", block.P10, 0.1), new("p1", block.P1, 0.01), new("best", block.Max, 1)];

    private static HistogramSet? Decode(RunSummary summary)
    {
        try
        {
            return summary.Histograms.ToSet(summary.Metrics);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
