using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;
using VllmStream.Tui.Views.Lines;
using VllmStream.Tui.Views.Panels;

namespace VllmStream.Tui.Views;

/// <summary>The panels over time, zoomed: requests, tokens, load and failures under each other, so that one second is one column.</summary>
internal static class SeriesView
{
    private static readonly Action<Area, ScreenModel, bool>[] Charts = [SeriesPanel.DrawRequests, SeriesPanel.DrawThroughput, SeriesPanel.DrawInFlight, SeriesPanel.DrawFailures];

    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model)
    {
        var (counts, rest) = area.SplitRows(1);
        CountLine.Draw(counts, model);
        for (var i = 0; i < Charts.Length; i++)
        {
            var top = i * rest.Rows / Charts.Length;
            Charts[i](rest.Part(top, 0, (i + 1) * rest.Rows / Charts.Length - top, rest.Columns), model, false);
        }
    }
}
