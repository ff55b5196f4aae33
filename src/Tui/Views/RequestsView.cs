using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;
using VllmStream.Tui.Views.Lines;
using VllmStream.Tui.Views.Panels;

namespace VllmStream.Tui.Views;

/// <summary>View 5: every request in flight, and the last that have ended.</summary>
internal static class RequestsView
{
    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model)
    {
        var (table, foot) = area.SplitRows(area.Rows - 1);
        RequestPanel.Draw(table, model, isFocused: true, hasCursor: true);
        ClientLine.Draw(foot, model);
    }
}
