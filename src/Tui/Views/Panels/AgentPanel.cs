using VllmStream.Profiling.Output;
using VllmStream.Tui.Agents;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;
using VllmStream.Tui.Views.Lines;

namespace VllmStream.Tui.Views.Panels;

/// <summary>A row for each agent, those with trouble on top.</summary>
internal static class AgentPanel
{
    /// <summary>Draws it; the row under the cursor is one of them afterwards.</summary>
    public static void Draw(Area area, ScreenModel model)
    {
        var (agents, state) = (model.Agents, model.State);
        var inside = Frame.Draw(area, "agents", $"{AgentLine.Standing(agents)}   ttft in ms", isFocused: true);
        var columns = AgentColumns.For(area.Columns);
        DrawHead(inside, columns);
        var rows = inside.Part(1, 0, inside.Rows - 1, inside.Columns);
        state.Row = Math.Clamp(state.Row, 0, agents.Count - 1);
        // The cursor stays in sight: the list moves by as little as it takes.
        var first = Math.Clamp(state.Row - rows.Rows + 1, 0, Math.Max(0, agents.Count - rows.Rows));
        for (var i = 0; i < rows.Rows && first + i < agents.Count; i++)
        {
            DrawAgent(rows, i, agents[first + i], columns);
            rows.Part(i, 0, 1, rows.Columns).Mark(SpotKind.Row, first + i);
            if (first + i == state.Row)
                rows.Paint(i, Ink.Selected);
        }
    }

    private static void DrawHead(Area area, IReadOnlyList<AgentColumn> columns)
    {
        var at = 0;
        foreach (var column in columns)
        {
            if (column.IsText)
                area.Text(0, at, column.Name, Ink.Dim);
            else
                area.TextEndingAt(0, column.Name, Ink.Dim, at + column.Width);
            at += column.Width + 1;
        }
    }

    private static void DrawAgent(Area area, int row, AgentRow agent, IReadOnlyList<AgentColumn> columns)
    {
        var at = 0;
        var ink = agent.Trouble is not null ? Ink.Bad : agent.Standing == AgentStanding.Done ? Ink.Dim : Ink.Plain;
        foreach (var column in columns)
        {
            var text = column.Text(agent);
            if (column.IsText)
                area.Text(row, at, TextWidth.Shorten(text, column.Width, "~"), ink);
            else
                area.TextEndingAt(row, text, ink, at + column.Width);
            at += column.Width + 1;
        }
        area.Text(row, at + 1, agent.Why ?? string.Join("; ", agent.InvalidReasons), agent.Trouble is not null ? Ink.Bad : Ink.Warn);
    }
}
