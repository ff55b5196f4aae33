using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views.Panels;

/// <summary>What the numbers of the run say, in sentences; where there is no room for a frame, the worst in one line.</summary>
internal static class FindingPanel
{
    private const int Around = 2;

    // What charts need to be read, and what a frame needs to be worth its lines.
    private const int ChartRows = 12;
    private const int LeastRows = 5;

    /// <summary>Rows it takes under charts.</summary>
    public static int RowsFor(ScreenModel model, int columns, int rows) =>
        rows - ChartRows < LeastRows ? 1 : Math.Min(rows - ChartRows, FindingLines.RowsFor(model.Findings, columns - 2 * Around) + Around);

    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model, bool isFocused)
    {
        if (area.Rows <= Around)
            DrawLine(area, model, isFocused);
        else
            FindingLines.Draw(Frame.Draw(area, "findings", "of the whole run, f reads all", isFocused), model.Findings, "with f");
    }

    private static void DrawLine(Area line, ScreenModel model, bool isFocused)
    {
        var (worst, others) = (model.Findings[0], model.Findings.Count - 1);
        var rest = others == 0 ? "f reads it " : $"{others} more: f ";
        var column = line.Text(0, 1, "finding", isFocused ? Ink.Here : Ink.Strong) + 2;
        var sentence = line.Part(0, column, 1, line.Columns - column - rest.Length - 1);
        sentence.Text(0, 0, FindingLines.Shorten(worst.Text, sentence.Columns), FindingLines.InkOf(worst));
        line.TextEndingAt(0, rest, isFocused ? Ink.Here : Ink.Dim);
    }
}
