using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;

namespace VllmStream.Tui.Views.Panels;

/// <summary>Findings broken to a width: sentences first, the worst on top and each whole, then what to try where there is room.</summary>
internal static class FindingLines
{
    private const string Cut = "...";

    // A number and two blanks, under which the rest of a sentence begins.
    private const int Indent = 3;

    /// <summary>Draws as many as fit.</summary>
    /// <param name="area">Where.</param>
    /// <param name="findings">The worst first.</param>
    /// <param name="where">Where the others are, for the last line when not all fit.</param>
    public static void Draw(Area area, IReadOnlyList<Finding> findings, string where)
    {
        if (area.IsEmpty || findings.Count == 0)
            return;
        var sentences = findings.Select((finding, i) => Sentence(i + 1, finding, area.Columns)).ToArray();
        var spare = area.Rows - sentences.Sum(lines => lines.Count);
        var shown = spare >= 0 ? sentences.Length : WholeIn(area.Rows - 1, sentences);
        if (shown == 0)
        {
            sentences[0] = CutTo(findings.Count == 1 ? area.Rows : Math.Max(1, area.Rows - 1), sentences[0], area.Columns);
            shown = 1;
        }
        // That of the worst first; behind one that has no room there is none.
        IReadOnlyList<string>[] advices = [.. findings.Select(finding => Advice(finding, area.Columns))];
        var advised = WholeIn(spare, advices);
        var row = 0;
        for (var i = 0; i < shown; i++)
        {
            row = DrawLines(area, row, sentences[i], InkOf(findings[i]));
            if (i < advised)
                row = DrawLines(area, row, advices[i], Ink.Dim);
        }
        if (shown < findings.Count)
            area.Text(row, Indent, $"and {findings.Count - shown} more {where}", Ink.Dim);
    }

    /// <summary>Rows that all of them take, with what to try.</summary>
    public static int RowsFor(IReadOnlyList<Finding> findings, int columns) => findings.Sum(finding => Sentence(1, finding, columns).Count + Advice(finding, columns).Count);

    /// <summary>A text under a heading that stands before its first line.</summary>
    public static IReadOnlyList<string> Hang(string heading, string text, int columns) =>
        [.. TextLines.Of(text, columns - heading.Length).Select((line, i) => $"{(i == 0 ? heading : new string(' ', heading.Length))}{line}")];

    /// <summary>The sentence with its number.</summary>
    public static IReadOnlyList<string> Sentence(int number, Finding finding, int columns) => Hang($"{number}".PadRight(Indent), finding.Text, columns);

    /// <summary>A text that is too long, with a mark that it goes on.</summary>
    public static string Shorten(string text, int columns) => TextWidth.Of(text) <= columns ? text : $"{TextWidth.Cut(text, columns - Cut.Length).TrimEnd()}{Cut}";

    /// <summary>How bad it is.</summary>
    public static Ink InkOf(Finding finding) => finding.Level switch
    {
        "invalid" => Ink.Bad,
        "warning" => Ink.Warn,
        _ => Ink.Plain,
    };

    private static IReadOnlyList<string> Advice(Finding finding, int columns) => finding.Advice is { } advice ? Hang($"{new string(' ', Indent)}try: ", advice, columns) : [];

    // How many of the first texts fit, each whole.
    private static int WholeIn(int rows, IReadOnlyList<string>[] texts)
    {
        var count = 0;
        for (; count < texts.Length && texts[count].Count <= rows; count++)
            rows -= texts[count].Count;
        return count;
    }

    private static IReadOnlyList<string> CutTo(int rows, IReadOnlyList<string> lines, int columns) =>
        lines.Count <= rows ? lines : [.. lines.Take(rows - 1), Shorten($"{lines[rows - 1]} {lines[rows].TrimStart()}", columns)];

    private static int DrawLines(Area area, int row, IReadOnlyList<string> lines, Ink ink)
    {
        foreach (var line in lines)
            area.Text(row++, 0, line, ink);
        return row;
    }
}
