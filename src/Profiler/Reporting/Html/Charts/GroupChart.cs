using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Reporting.Html.Charts;

/// <summary>One metric of each group beside the others: p50, p90 and p99 on one axis.</summary>
internal static class GroupChart
{
    private const double Top = 6;
    private const double RowHeight = 30;

    // A dot at the very edge is half a dot.
    private const double Air = 1.02;

    /// <summary>Draws one as a figure.</summary>
    /// <param name="to">The page.</param>
    /// <param name="name">Name of the metric.</param>
    /// <param name="groups">Name and figures of each, ms; those without samples are said to have none.</param>
    public static void Write(MarkupWriter to, string name, IReadOnlyList<(string Name, MetricBlock Block)> groups)
    {
        to.Raw("<figure><figcaption>").Element("b", name).Raw(" <span class=\"key k1\">p50</span> <span class=\"key k2\">p90</span> <span class=\"key k3\">p99</span></figcaption>\n");
        var values = groups.SelectMany(group => Values(group.Block)).OfType<double>().Where(value => value > 0).ToArray();
        if (values.Length == 0)
        {
            to.Absent("no group has one");
            to.Raw("</figure>\n");
            return;
        }

        var plot = new Plot(to, ChartAxis.Log(values.Min() / Air, values.Max() * Air));
        var bottom = Top + (groups.Count * RowHeight);
        plot.Begin($"{name} by group", bottom + 32);
        plot.TicksAcross(Top, bottom, "ms");
        for (var i = 0; i < groups.Count; i++)
            WriteGroup(plot, groups[i].Name, groups[i].Block, Top + (i * RowHeight));
        plot.End();
        to.Raw("</figure>\n");
    }

    private static void WriteGroup(Plot plot, string name, MetricBlock block, double top)
    {
        var middle = top + 22;
        plot.Text("group", Plot.Left + 2, top + 12, "start", block.N == 0 ? $"{name}: none" : name);
        var values = Values(block);
        var known = values.OfType<double>().ToArray();
        if (known.Length > 0)
            plot.Box("range", plot.Across(known[0]), middle - 1, plot.Across(known[^1]) - plot.Across(known[0]), 2);
        for (var i = values.Length - 1; i >= 0; i--)
        {
            if (values[i] is { } value)
                plot.Dot($"s{i + 1}", plot.Across(value), middle);
        }

        plot.Hit(Plot.Left, top, Plot.Right - Plot.Left, RowHeight,
            $"{name}, n {block.N}\np50 {MarkupWriter.Exact(block.P50)} ms\np90 {MarkupWriter.Exact(block.P90)} ms\np99 {MarkupWriter.Exact(block.P99)} ms");
    }

    private static double?[] Values(MetricBlock block) => [block.P50, block.P90, block.P99];
}
