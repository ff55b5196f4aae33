using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;
using VllmStream.Tui.Views.Panels;

namespace VllmStream.Tui.Views;

/// <summary>What the numbers say, whole: the sentence, what to try, the numbers it stands on, and the word that explains it.</summary>
internal static class FindingsView
{
    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model)
    {
        var lines = LinesOf(model.Findings, area.Columns - 4);
        var hidden = Math.Max(0, lines.Count - (area.Rows - 2));
        model.State.Row = Math.Min(model.State.Row, hidden);
        var inside = Frame.Draw(area, "findings, the worst first", hidden > model.State.Row ? "Down for more, Esc back" : "Esc back", isFocused: true);
        if (lines.Count == 0)
            inside.Text(0, 0, "nothing was found", Ink.Dim);
        for (var row = 0; row < inside.Rows && row + model.State.Row < lines.Count; row++)
            inside.Text(row, 0, lines[row + model.State.Row].Text, lines[row + model.State.Row].Ink);
    }

    private static List<(string Text, Ink Ink)> LinesOf(IReadOnlyList<Finding> findings, int columns)
    {
        var lines = new List<(string, Ink)>();
        for (var i = 0; i < findings.Count; i++)
        {
            var finding = findings[i];
            if (i > 0)
                lines.Add(("", Ink.Plain));
            Add(FindingLines.Sentence(i + 1, finding, columns), FindingLines.InkOf(finding));
            if (finding.Advice is { } advice)
                Add(FindingLines.Hang("   try      ", advice, columns), Ink.Plain);
            if (finding.Evidence is { Count: > 0 } evidence)
                Add(FindingLines.Hang("   numbers  ", string.Join(", ", evidence.Select(number => $"{number.Key} {Figure.Amount(number.Value)}")), columns), Ink.Dim);
            Add(finding.Evidence is null ? ["   a note on how the figures were made"] : FindingLines.Hang("   more     ", $"vllmstream explain {finding.Code}", columns), Ink.Dim);
        }
        return lines;

        void Add(IReadOnlyList<string> texts, Ink ink)
        {
            foreach (var text in texts)
                lines.Add((text, ink));
        }
    }
}
