using VllmStream.Profiling;
using VllmStream.Profiling.Metrics;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;
using VllmStream.Tui.Views.Lines;

namespace VllmStream.Tui.Views;

/// <summary>Draws the whole screen. Pure: the same model on a canvas of the same size gives the same cells.</summary>
/// <remarks>
/// <code>
/// state     never move or disappear
/// target
/// views
/// the open view, or what lies over it
/// keys
/// </code>
/// </remarks>
internal static class ScreenPainter
{
    /// <summary>The smallest screen that holds the views.</summary>
    public const int LeastRows = 24;

    /// <summary>The smallest screen that holds the views.</summary>
    public const int LeastColumns = 80;

    /// <summary>Draws it.</summary>
    public static void Draw(Canvas canvas, ScreenModel model)
    {
        canvas.Clear();
        var all = canvas.All;
        if (all.Rows < LeastRows || all.Columns < LeastColumns)
        {
            FactsView.Draw(all, model);
            return;
        }
        StateLine.Draw(all.Part(0, 0, 1, all.Columns), model);
        TargetLine.Draw(all.Part(1, 0, 1, all.Columns), model);
        FooterLine.Draw(all.Part(all.Rows - 1, 0, 1, all.Columns), model);
        if (model.IsBeforeLoad)
        {
            ConnectingView.Draw(all.Part(2, 0, all.Rows - 3, all.Columns), model);
            return;
        }
        TabLine.Draw(all.Part(2, 0, 1, all.Columns), model);
        var content = all.Part(3, 0, all.Rows - 4, all.Columns);
        switch (model.State.Overlay)
        {
            case OverlayKind.Help:
                HelpView.Draw(content, model);
                break;
            case OverlayKind.Definition:
                DefinitionView.Draw(content, model);
                break;
            case OverlayKind.Series:
                SeriesView.Draw(content, model);
                break;
            case OverlayKind.Findings:
                FindingsView.Draw(content, model);
                break;
            case OverlayKind.Timeline:
                TimelineView.Draw(content, model);
                break;
            default:
                DrawView(content, model);
                break;
        }
    }

    private static void DrawView(Area content, ScreenModel model)
    {
        switch (model.State.View)
        {
            case ViewId.Ttft:
                DistributionView.Draw(content, model, MetricId.Ttft);
                break;
            case ViewId.Itl:
                DistributionView.Draw(content, model, MetricId.Itl);
                break;
            case ViewId.Rate:
                DistributionView.Draw(content, model, MetricId.TokensPerSecond);
                break;
            case ViewId.Requests:
                RequestsView.Draw(content, model);
                break;
            case ViewId.Errors:
                ErrorsView.Draw(content, model);
                break;
            case ViewId.Compare:
                CompareView.Draw(content, model);
                break;
            case ViewId.Agents:
                AgentsView.Draw(content, model);
                break;
            case ViewId.Server:
                ServerView.Draw(content, model);
                break;
            // Where nothing succeeded there is one question only.
            case ViewId.Overview when model is { Stage: RunState.Failed, Snapshot.Errors.Count: > 0 }:
                ErrorsView.Draw(content, model);
                break;
            case ViewId.Overview:
                OverviewView.Draw(content, model);
                break;
        }
    }
}
