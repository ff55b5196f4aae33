using VllmStream.Tui.Agents;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;
using VllmStream.Tui.Views.Lines;
using VllmStream.Tui.Views.Panels;

namespace VllmStream.Tui.Views;

/// <summary>View 9: the agents of a run that is spread over several.</summary>
/// <remarks>
/// <code>
/// agents
/// selected | by region
/// client
/// </code>
/// </remarks>
internal static class AgentsView
{
    // What the selected one needs to be read, and what the table may be left with.
    private const int LeastDetailRows = 6;
    private const int LeastTableShare = 3;

    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model)
    {
        if (model.Agents.Count == 0)
        {
            Frame.Draw(area.Part(0, 0, Math.Min(area.Rows, 4), area.Columns), "agents").Text(0, 0, "this run is that of one machine", Ink.Dim);
            return;
        }
        var (panels, foot) = area.SplitRows(area.Rows - 1);
        ClientLine.Draw(foot, model);
        var below = Math.Clamp(AgentSum.ByRegion(model.Agents).Count - 1 + AgentSumPanel.AroundRows, LeastDetailRows, Math.Max(LeastDetailRows, panels.Rows / LeastTableShare));
        var (table, others) = panels.SplitRows(panels.Rows - below);
        AgentPanel.Draw(table, model);
        var (selected, sums) = others.SplitColumns(others.Columns - AgentSumPanel.WidthFor(area.Columns));
        AgentDetailPanel.Draw(selected, model.Agents[model.State.Row]);
        AgentSumPanel.Draw(sums, model, area.Columns);
    }
}
