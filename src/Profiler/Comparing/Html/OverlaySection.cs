using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Reporting.Html;

namespace VllmStream.Profiling.Comparing.Html;

/// <summary>The distributions of both sides over each other.</summary>
internal static class OverlaySection
{
    private static readonly MetricId[] Shown = [MetricId.Ttft, MetricId.Itl, MetricId.Tpot, MetricId.E2e];

    /// <summary>Draws it.</summary>
    public static void Write(MarkupWriter to, RunComparison comparison)
    {
        to.Element("p class=\"note\"", "Above which share of the samples lies where, below which share is at or under a value; times on a logarithmic axis.");
        to.Raw("<div class=\"grid\">\n");
        foreach (var metric in Shown)
            Write(to, comparison, MetricTable.Of(metric));
        to.Raw("</div>\n");
    }

    private static void Write(MarkupWriter to, RunComparison comparison, MetricDefinition definition)
    {
        var (a, b) = (SamplesOf(comparison.A.All, definition.Metric), SamplesOf(comparison.B.All, definition.Metric));
        to.Raw($"<figure id=\"chart-{definition.Word}\"><figcaption>").Element("b", definition.Label).Raw(" ");
        to.Element("span class=\"sub\"", $"{definition.Subject}, {definition.Unit}").Raw(" <span class=\"key k1\">").Text($"a, n {Count(a)}").Raw("</span> <span class=\"key k2\">").Text($"b, n {Count(b)}").Raw("</span></figcaption>\n");
        if (a.Count == 0 || b.Count == 0)
            to.Absent(comparison.Figures.FirstOrDefault(figure => figure.Group is null && figure.Metric == definition.Word)?.Absence ?? "no samples in either");
        else
            OverlayChart.Write(to, definition.Label, definition.Unit, a, b);
        to.Raw("</figure>\n");
    }

    private static long Count(IReadOnlyList<HistogramBar> bars) => bars.Sum(bar => bar.Count);

    private static IReadOnlyList<HistogramBar> SamplesOf(GroupSamples group, MetricId metric) => metric == MetricId.Itl
        ? [.. group.Gaps.SelectMany(stretch => stretch).OrderBy(bar => bar.Value)]
        : [.. group[metric].InTimeOrder().Order().Select(value => new HistogramBar(value, 1))];
}
