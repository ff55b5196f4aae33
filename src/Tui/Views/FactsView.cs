using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;
using VllmStream.Tui.Views.Lines;
using VllmStream.Tui.Views.Panels;

namespace VllmStream.Tui.Views;

/// <summary>What fits on a screen that is too small for the views: the figures in a list, and the size that is needed.</summary>
internal static class FactsView
{
    private const int TextColumn = 12;

    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model)
    {
        var (snapshot, metrics) = (model.Snapshot, model.Selection.Metrics);
        var facts = new List<(string Name, string Text)>
        {
            ("vllmstream", StateLine.WordOf(model)),
            ("time", snapshot.MeasuredMs is { } ms ? ClockText.Of(ms) : Figure.Absent),
            ("sent", Figure.Count(model.Selection.Sent)),
            ("in flight", Figure.Count(model.Selection.InFlight)),
            ("failed", Figure.Count(model.Selection.Failed)),
            ("TTFT p50", Ms(metrics.TtftMs.P50)),
            ("TTFT p99", Ms(metrics.TtftMs.P99)),
            ("ITL p50", Ms(metrics.ItlMs.P50)),
            ("E2E p50", Ms(metrics.E2eMs.P50)),
            ("tok/s", Figure.Three(model.Selection.Lately(second => second.OutputTokensPerS))),
            ("client", snapshot.Client is null ? Figure.Absent : snapshot.InvalidReasons is [var reason, ..] ? $"NOT VALID: {reason}" : "OK"),
        };
        if (model.Agents.Count > 0)
            facts.Add(("agents", AgentLine.Standing(model.Agents)));
        if (AgentLine.Trouble(model.Agents, area.Columns - TextColumn) is { } trouble)
            facts.Add(("", trouble));
        for (var row = 0; row < facts.Count && row < area.Rows - 1; row++)
        {
            area.Text(row, 0, facts[row].Name, Ink.Dim);
            area.Text(row, TextColumn, facts[row].Text, row == 0 ? Ink.Strong : Ink.Plain);
        }
        DrawFindings(area.Part(facts.Count, 0, area.Rows - 1 - facts.Count, area.Columns), model);
        area.Text(area.Rows - 1, 0, $"needs {ScreenPainter.LeastColumns}x{ScreenPainter.LeastRows}, has {area.Columns}x{area.Rows}; q {(model.IsOver ? "leaves" : "stops")}", Ink.Warn);
    }

    private static void DrawFindings(Area area, ScreenModel model)
    {
        if (!model.IsOver || model.Data.Summary is null)
            return;
        area.Text(0, 0, "findings", Ink.Dim);
        if (model.Findings.Count == 0)
            area.Text(0, TextColumn, "none");
        FindingLines.Draw(area.Part(0, TextColumn, area.Rows, area.Columns - TextColumn), model.Findings, "in the summary");
    }

    private static string Ms(double? value) => value is { } ms ? Figure.Time(ms) : Figure.Absent;
}
