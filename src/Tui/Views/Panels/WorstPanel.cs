using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.Requests;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views.Panels;

/// <summary>The worst of the last requests by one metric, to be looked up in view 5.</summary>
internal static class WorstPanel
{
    /// <summary>Rows under which it is not worth its frame.</summary>
    public const int LeastRows = 5;

    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model, MetricId metric)
    {
        var inside = Frame.Draw(area, "worst of the last", $"{Figure.Count(model.Snapshot.EndedRequests.Count)}");
        var row = 0;
        foreach (var (item, value) in Worst(model, metric).Take(inside.Rows))
        {
            inside.TextEndingAt(row, $"{item.Id}", Ink.Dim, 10);
            inside.TextEndingAt(row, Figure.Three(value), Ink.Plain, 18);
            inside.Text(row++, 19, item.Note.Length > 0 ? item.Note : item.Group, Ink.Dim);
        }
        if (row == 0)
            inside.Text(0, 0, "no request yet", Ink.Dim);
    }

    private static IEnumerable<(RequestItem Item, double Value)> Worst(ScreenModel model, MetricId metric)
    {
        var items = model.Selection.EndedWell
            .Select(RequestItem.Of)
            .Select(item => (Item: item, Value: ValueOf(item, metric)))
            .Where(pair => pair.Value is not null)
            .Select(pair => (pair.Item, pair.Value!.Value));
        return metric == MetricId.TokensPerSecond ? items.OrderBy(pair => pair.Value) : items.OrderByDescending(pair => pair.Value);
    }

    private static double? ValueOf(RequestItem item, MetricId metric) => metric switch
    {
        MetricId.Itl => item.MaxGapMs,
        MetricId.TokensPerSecond => item.Rate,
        _ => item.TtftMs,
    };
}
