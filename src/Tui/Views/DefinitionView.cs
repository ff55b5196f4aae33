using VllmStream.Profiling.Metrics;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views;

/// <summary>How the metrics are defined; that of the open view first.</summary>
internal static class DefinitionView
{
    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model)
    {
        var inside = Frame.Draw(area, "definitions", "Esc back");
        var first = model.State.View switch { ViewId.Itl => MetricId.Itl, ViewId.Rate => MetricId.TokensPerSecond, _ => MetricId.Ttft };
        var row = 0;
        foreach (var definition in MetricTable.All.OrderBy(definition => definition.Metric == first ? 0 : 1))
        {
            inside.Text(row, 0, $"{definition.Label} {definition.Unit}", definition.Metric == first ? Ink.Here : Ink.Strong);
            foreach (var line in TextLines.Of($"{definition.Subject}: {definition.Formula}", inside.Columns - 14))
                inside.Text(row++, 14, line);
        }
    }
}
