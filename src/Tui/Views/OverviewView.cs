using VllmStream.Profiling.Metrics;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;
using VllmStream.Tui.Views.Lines;
using VllmStream.Tui.Views.Panels;

namespace VllmStream.Tui.Views;

/// <summary>View 1: everything at a glance.</summary>
/// <remarks>
/// <code>
/// counts
/// latency
/// TTFT        | tok/s            80 columns; below them, once it is over, findings
/// TTFT        | rate             from 110 columns, and below them
/// tok/s       | in flight
/// requests    | errors, server
/// TTFT | ITL | rate              from 180 columns, and below them
/// tok/s | in flight | requests/s
/// requests           | errors, server
/// agents                         of a run that is spread over several
/// client
/// </code>
/// Once it is over, findings stand in the place of the requests, which have view 5.
/// </remarks>
internal static class OverviewView
{
    private const int Medium = 110;
    private const int Large = 180;
    private const int LeastErrorRows = 3;

    private delegate void DrawPanel(Area area, ScreenModel model, bool isFocused);

    private static readonly Panel Ttft = new(ViewId.Ttft, (area, model, isFocused) => DistributionPanel.Draw(area, model, MetricId.Ttft, isFocused));
    private static readonly Panel Itl = new(ViewId.Itl, (area, model, isFocused) => DistributionPanel.Draw(area, model, MetricId.Itl, isFocused));
    private static readonly Panel Rate = new(ViewId.Rate, (area, model, isFocused) => DistributionPanel.Draw(area, model, MetricId.TokensPerSecond, isFocused));

    // What is drawn over time opens to all of it on one axis, which lies over this view.
    private static readonly Panel Throughput = new(ViewId.Overview, SeriesPanel.DrawThroughput, OverlayKind.Series);
    private static readonly Panel InFlight = new(ViewId.Overview, SeriesPanel.DrawInFlight, OverlayKind.Series);
    private static readonly Panel PerSecond = new(ViewId.Overview, SeriesPanel.DrawRequests, OverlayKind.Series);
    private static readonly Panel Requests = new(ViewId.Requests, (area, model, isFocused) => RequestPanel.Draw(area, model, isFocused, hasCursor: false));
    private static readonly Panel Errors = new(ViewId.Errors, DrawErrors);
    private static readonly Panel Findings = new(ViewId.Overview, FindingPanel.Draw, OverlayKind.Findings);

    private static readonly Panel[][] Small = [[Ttft, Throughput]];
    private static readonly Panel[][] Middle = [[Ttft, Rate], [Throughput, InFlight], [Requests, Errors]];
    private static readonly Panel[][] Whole = [[Ttft, Itl, Rate], [Throughput, InFlight, PerSecond], [Requests, Errors]];
    private static readonly Panel[][] SmallJudged = [.. Small, [Findings]];
    private static readonly Panel[][] MiddleJudged = [.. Middle[..^1], [Findings, Errors]];
    private static readonly Panel[][] WholeJudged = [.. Whole[..^1], [Findings, Errors]];

    /// <summary>Number of panels that can be focused, by width; the latency table is the first.</summary>
    public static int PanelsFor(ScreenModel model, int columns) => 1 + LayoutOf(model, columns).Sum(row => row.Length);

    /// <summary>The view that a focused panel opens to, and what lies over it then.</summary>
    public static (ViewId View, OverlayKind Overlay) OpenedBy(ScreenModel model, int columns, int panel) =>
        panel % PanelsFor(model, columns) is > 0 and var other && LayoutOf(model, columns).SelectMany(row => row).ElementAt(other - 1) is var opened ? (opened.View, opened.Overlay) : (ViewId.Ttft, OverlayKind.None);

    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model)
    {
        var (counts, rest) = area.SplitRows(1);
        CountLine.Draw(counts, model);
        var (panels, foot) = rest.SplitRows(rest.Rows - (model.Agents.Count > 0 ? 2 : 1));
        ClientLine.Draw(foot.Part(foot.Rows - 1, 0, 1, foot.Columns), model);
        if (model.Agents.Count > 0)
            AgentLine.Draw(foot, model);
        var (latency, charts) = panels.SplitRows(LatencyPanel.RowsFor(area.Columns));
        latency.Mark(SpotKind.Panel, 0);
        LatencyPanel.Draw(latency, model, model.State.Panel == 0);

        var layout = LayoutOf(model, area.Columns);
        var number = 1;
        for (var row = 0; row < layout.Length; row++)
        {
            var part = RowOf(charts, model, layout, row);
            var places = layout[row] is [_, var second] && second == Errors ? TwoLists(part) : part.Columnwise(layout[row].Length);
            for (var i = 0; i < places.Length; i++, number++)
            {
                places[i].Mark(SpotKind.Panel, number);
                layout[row][i].Draw(places[i], model, model.State.Panel == number);
            }
        }
    }

    private static Panel[][] LayoutOf(ScreenModel model, int columns) => (columns, model.Findings.Count > 0) switch
    {
        (>= Large, false) => Whole,
        (>= Large, true) => WholeJudged,
        (>= Medium, false) => Middle,
        (>= Medium, true) => MiddleJudged,
        (_, false) => Small,
        (_, true) => SmallJudged,
    };

    private static Area RowOf(Area charts, ScreenModel model, Panel[][] layout, int row)
    {
        // Where they have a row of their own, findings take what they need, and the charts the rest.
        if (layout[^1] is [var last] && last == Findings)
        {
            var (others, findings) = charts.SplitRows(charts.Rows - FindingPanel.RowsFor(model, charts.Columns, charts.Rows));
            return row == layout.Length - 1 ? findings : others;
        }
        var height = charts.Rows / layout.Length;
        // The first row takes one more where there are several, the last what is over.
        var top = row == 0 ? 0 : row * height + 1;
        return charts.Part(top, 0, row == layout.Length - 1 ? charts.Rows - top : row == 0 ? height + 1 : height, charts.Columns);
    }

    // Requests have more to say than errors, and so have findings.
    private static Area[] TwoLists(Area area)
    {
        var (requests, errors) = area.SplitColumns(area.Columns * 3 / 5);
        return [requests, errors];
    }

    // The server stands under the errors, where there is room for both.
    private static void DrawErrors(Area area, ScreenModel model, bool isFocused)
    {
        if (ServerPanel.HasFigures(model) && area.Rows >= ServerPanel.ShortRows + LeastErrorRows)
        {
            (area, var server) = area.SplitRows(area.Rows - ServerPanel.ShortRows);
            ServerPanel.DrawShort(server, model);
        }
        ErrorPanel.Draw(area, model, isFocused);
    }

    private sealed record Panel(ViewId View, DrawPanel Draw, OverlayKind Overlay = OverlayKind.None);
}
