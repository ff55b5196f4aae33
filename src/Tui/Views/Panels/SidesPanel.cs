using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views.Panels;

/// <summary>Two sides in numbers and over one axis.</summary>
internal static class SidesPanel
{
    // Head, nine figures, the frame.
    private const int TableRows = 12;
    private const int AEnd = 34;
    private const int BEnd = 47;
    private const int DifferenceEnd = 60;
    private const int ChangeEnd = 70;

    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model, ComparisonSide a, ComparisonSide b)
    {
        var (table, rest) = area.SplitRows(TableRows);
        DrawTable(Frame.Draw(table, $"A  {a.Name}   vs   B  {b.Name}", $"n {Figure.Count(a.Ended)}, {Figure.Count(b.Ended)}", isFocused: true), a, b);
        var words = WordsOf(model, a, b, rest.Columns - 2);
        var (chart, foot) = rest.SplitRows(rest.Rows - words.Count);
        for (var row = 0; row < words.Count; row++)
            foot.Text(row, 1, words[row].Text, words[row].Ink);
        HistogramChart.DrawTwo(Frame.Draw(chart, "TTFT ms", model.State.IsLog ? "log" : "linear"), a.Bars.Ttft, b.Bars.Ttft, model.State.IsLog);
    }

    private static void DrawTable(Area area, ComparisonSide a, ComparisonSide b)
    {
        area.TextEndingAt(0, "A", Ink.Dim, AEnd);
        area.TextEndingAt(0, "B", Ink.Dim, BEnd);
        area.TextEndingAt(0, "A - B", Ink.Dim, DifferenceEnd);
        area.TextEndingAt(0, "of B", Ink.Dim, ChangeEnd);
        var row = 1;
        foreach (var metric in new[] { MetricId.Ttft, MetricId.Itl, MetricId.Tpot, MetricId.E2e })
        {
            var (definition, one, other) = (MetricTable.Of(metric), a.Metrics.Time(metric), b.Metrics.Time(metric));
            var scale = TimeScale.Of(one.P50, other.P50);
            var label = $"{definition.Label,-5} {scale.Unit,-2}";
            DrawRow(area, row++, $"{label}  p50", one.P50 / scale.Ms, other.P50 / scale.Ms);
            if (metric is MetricId.Ttft or MetricId.Itl or MetricId.E2e)
                DrawRow(area, row++, $"{label}  p99", one.P99 / scale.Ms, other.P99 / scale.Ms);
        }
        DrawRow(area, row++, "rate  tok/s p50", a.Metrics.TokensPerS.P50, b.Metrics.TokensPerS.P50);
        area.Text(row, 0, "failed");
        area.TextEndingAt(row, ShareOf(a), Ink.Plain, AEnd);
        area.TextEndingAt(row, ShareOf(b), Ink.Plain, BEnd);
    }

    private static void DrawRow(Area area, int row, string name, double? a, double? b)
    {
        area.Text(row, 0, name);
        area.TextEndingAt(row, Figure.Three(a), Ink.Plain, AEnd);
        area.TextEndingAt(row, Figure.Three(b), Ink.Plain, BEnd);
        area.TextEndingAt(row, Figure.Difference(a - b), Ink.Strong, DifferenceEnd);
        if (a - b is { } difference && b > 0)
            area.TextEndingAt(row, Figure.Change(difference / b), Ink.Strong, ChangeEnd);
    }

    private static string ShareOf(ComparisonSide side) => side.Ended == 0 ? Figure.Absent : Figure.Share((double)side.Failed / side.Ended);

    private static List<(string Text, Ink Ink)> WordsOf(ScreenModel model, ComparisonSide a, ComparisonSide b, int columns)
    {
        var words = new List<(string, Ink)>();
        if (model.Data is { Other: { } other, Run: { } run } && other.Sides.Contains(a) != other.Sides.Contains(b))
        {
            if (other.Judgement.Verdict != Verdict.Valid)
                Add($"the run of before is {VerdictText.Of(other.Judgement.Verdict)}{(other.Judgement.Reason is { } reason ? $": {reason}" : "")}", Ink.Warn);
            foreach (var difference in Comparison.DifferencesOf(run, other.Run))
                Add($"not the same {difference}", Ink.Warn);
        }
        Add("differences of percentiles; how much of them is chance is not told here", Ink.Dim);
        return words;

        void Add(string text, Ink ink)
        {
            foreach (var line in TextLines.Of(text, columns))
                words.Add((line, ink));
        }
    }
}
