using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;
using VllmStream.Tui.Views.Panels;

namespace VllmStream.Tui.Views;

/// <summary>View 6: what failed, by outcome, and when.</summary>
internal static class ErrorsView
{
    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model)
    {
        var (list, chart) = area.SplitRows(area.Rows * 2 / 3);
        ErrorPanel.Draw(list, model, isFocused: true);
        SeriesPanel.DrawFailures(chart, model, isFocused: false);
    }
}
