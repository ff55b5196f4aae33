using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views.Panels;

/// <summary>The agent under the cursor: what the table has no room for, whole.</summary>
internal static class AgentDetailPanel
{
    /// <summary>Draws it.</summary>
    public static void Draw(Area area, AgentRow agent)
    {
        var inside = Frame.Draw(area, "selected", $"share {agent.Share} of {agent.Shares}");
        var row = DrawText(inside, 0, agent.Region.Length > 0 ? $"{agent.Name} in {agent.Region}: {agent.Word}" : $"{agent.Name}: {agent.Word}", agent.Trouble is null ? Ink.Strong : Ink.Bad);
        foreach (var reason in agent.InvalidReasons)
            row = DrawText(inside, row, reason, Ink.Bad);
        if (agent.Why is { } why)
            row = DrawText(inside, row, why, agent.Trouble is null ? Ink.Warn : Ink.Bad);
        foreach (var fact in Facts(agent))
            row = DrawText(inside, row, fact, Ink.Dim);
    }

    private static IEnumerable<string> Facts(AgentRow agent)
    {
        if (agent.Labels.Length > 0)
            yield return agent.Labels;
        if (agent.CeilingEventsPerS is { } ceiling)
            yield return $"its self-test found {Figure.Three(ceiling)} token events/s";
        if (agent.StartErrorMs is { } start)
            yield return $"began {Figure.Tenth(Math.Abs(start))} ms {(start < 0 ? "before" : "behind")} the agreed instant";
        if (agent.ClockErrorMs is { } clock)
            yield return $"clock known to {Figure.Tenth(clock)} ms";
        if (agent.SilentMs is { } silent)
            yield return $"not heard for {Figure.Time(silent)} in all";
        if (agent.MissedReports is > 0 and var missed)
            yield return $"{Figure.Count(missed)} live {(missed == 1 ? "report" : "reports")} lost on the way";
    }

    private static int DrawText(Area area, int row, string text, Ink ink)
    {
        foreach (var line in TextLines.Of(text, area.Columns))
        {
            // Long reasons are the longer the more there is to break.
            if (row >= area.Rows)
                return row;
            area.Text(row++, 0, line, ink);
        }
        return row;
    }
}
