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
/// TTFT        | tok/s            80 columns
/// TTFT        | rate             from 110 columns, and below them
/// tok/s       | in flight
/// requests    | errors, server
/// TTFT | ITL | rate              from 180 columns, and below them
/// tok/s | in flight | requests/s
/// requests           | errors, server
/// client
/// </code>
/// </remarks>
internal static class OverviewView
{
    private const int Medium = 110;
    private const int Large = 180;
    private const int LeastErrorRows = 3;

    /// <summary>Number of panels that can be focused, by width.</summary>
    public static int PanelsFor(int columns) => PanelViews(columns).Length;

    /// <summary>The view that a focused panel opens to.</summary>
    public static ViewId ViewOf(int columns, int panel) => PanelViews(columns)[panel % PanelsFor(columns)];

    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model)
    {
        var (counts, rest) = area.SplitRows(1);
        CountLine.Draw(counts, model);
        var (panels, foot) = rest.SplitRows(rest.Rows - 1);
        ClientLine.Draw(foot, model);
        var (latency, charts) = panels.SplitRows(LatencyPanel.RowsFor(area.Columns));
        LatencyPanel.Draw(latency, model, model.State.Panel == 0);
        if (area.Columns >= Large)
            DrawLarge(charts, model);
        else if (area.Columns >= Medium)
            DrawMedium(charts, model);
        else
            DrawSmall(charts, model);
    }

    private static ViewId[] PanelViews(int columns) => columns switch
    {
        >= Large => [ViewId.Ttft, ViewId.Ttft, ViewId.Itl, ViewId.Rate, ViewId.Overview, ViewId.Overview, ViewId.Overview, ViewId.Requests, ViewId.Errors],
        >= Medium => [ViewId.Ttft, ViewId.Ttft, ViewId.Rate, ViewId.Overview, ViewId.Overview, ViewId.Requests, ViewId.Errors],
        _ => [ViewId.Ttft, ViewId.Ttft, ViewId.Overview],
    };

    private static void DrawSmall(Area area, ScreenModel model)
    {
        var halves = area.Columnwise(2);
        DistributionPanel.Draw(halves[0], model, MetricId.Ttft, model.State.Panel == 1);
        SeriesPanel.DrawThroughput(halves[1], model, model.State.Panel == 2);
    }

    private static void DrawMedium(Area area, ScreenModel model)
    {
        var height = area.Rows / 3;
        var (top, rest) = area.SplitRows(height + 1);
        var (middle, bottom) = rest.SplitRows(height);
        var tops = top.Columnwise(2);
        DistributionPanel.Draw(tops[0], model, MetricId.Ttft, model.State.Panel == 1);
        DistributionPanel.Draw(tops[1], model, MetricId.TokensPerSecond, model.State.Panel == 2);
        var middles = middle.Columnwise(2);
        SeriesPanel.DrawThroughput(middles[0], model, model.State.Panel == 3);
        SeriesPanel.DrawInFlight(middles[1], model, model.State.Panel == 4);
        DrawLists(bottom, model, 5);
    }

    private static void DrawLarge(Area area, ScreenModel model)
    {
        var height = area.Rows / 3;
        var (top, rest) = area.SplitRows(height + 1);
        var (middle, bottom) = rest.SplitRows(height);
        var tops = top.Columnwise(3);
        DistributionPanel.Draw(tops[0], model, MetricId.Ttft, model.State.Panel == 1);
        DistributionPanel.Draw(tops[1], model, MetricId.Itl, model.State.Panel == 2);
        DistributionPanel.Draw(tops[2], model, MetricId.TokensPerSecond, model.State.Panel == 3);
        var middles = middle.Columnwise(3);
        SeriesPanel.DrawThroughput(middles[0], model, model.State.Panel == 4);
        SeriesPanel.DrawInFlight(middles[1], model, model.State.Panel == 5);
        SeriesPanel.DrawRequests(middles[2], model, model.State.Panel == 6);
        DrawLists(bottom, model, 7);
    }

    private static void DrawLists(Area area, ScreenModel model, int firstPanel)
    {
        var (requests, errors) = area.SplitColumns(area.Columns * 3 / 5);
        RequestPanel.Draw(requests, model, model.State.Panel == firstPanel, hasCursor: false);
        // The server stands under the errors, where there is room for both.
        if (ServerPanel.HasFigures(model) && errors.Rows >= ServerPanel.ShortRows + LeastErrorRows)
        {
            (errors, var server) = errors.SplitRows(errors.Rows - ServerPanel.ShortRows);
            ServerPanel.DrawShort(server, model);
        }
        ErrorPanel.Draw(errors, model, model.State.Panel == firstPanel + 1);
    }
}
