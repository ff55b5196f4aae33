using VllmStream.Profiling.Metrics.Pairs;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;
using VllmStream.Tui.Views.Panels;

namespace VllmStream.Tui.Views;

/// <summary>View 8: streaming against non-streaming pair by pair, or one side against another: runs, groups, modes.</summary>
internal static class CompareView
{
    // Frame, a row for each side, the axis.
    private const int LeastChart = 6;

    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model)
    {
        if (Comparison.IsOfPairs(model) && Comparison.PairsOf(model) is { } pairs)
            DrawPairs(area, model, pairs);
        else if (Comparison.Chosen(model) is { } sides)
            SidesPanel.Draw(area, model, sides.A, sides.B);
        else
            DrawNothing(Frame.Draw(area.Part(0, 0, Math.Min(area.Rows, 7), area.Columns), "compare"), model);
    }

    private static void DrawNothing(Area area, ScreenModel model)
    {
        area.Text(0, 0, model.Data.Run is { Mode: "paired" } ? "no pair is whole yet" : "this run has one kind of request: there is nothing to hold against it yet", Ink.Plain);
        area.Text(2, 0, "o compares it with a run of before, from its file", Ink.Dim);
        area.Text(3, 0, "--mode paired sends every prompt streamed and not streamed", Ink.Dim);
        area.Text(4, 0, "-f mixed-prompts, or a scenario of yours, has several groups", Ink.Dim);
    }

    private static void DrawPairs(Area area, ScreenModel model, PairFigures pairs)
    {
        var (table, rest) = area.SplitRows(PairsPanel.Rows);
        PairsPanel.Draw(table, pairs);
        var words = TextLines.Of(pairs.Verdict, rest.Columns - 2).Select(line => (line, Ink.Strong))
            .Append(("a non-streamed answer has no TTFT: the row is first text, not TTFT", Ink.Dim))
            .Concat(pairs.Reasons.Values.Distinct(StringComparer.Ordinal).SelectMany(reason => TextLines.Of($"- {reason}", rest.Columns - 2)).Select(line => (line, Ink.Dim)))
            .ToArray();
        var (chart, foot) = rest.SplitRows(rest.Rows - words.Length);
        for (var row = 0; row < words.Length; row++)
            foot.Text(row, 1, words[row].Item1, words[row].Item2);
        if (chart.Rows >= LeastChart && model.Snapshot.Modes is [var streamed, var whole])
            HistogramChart.DrawTwo(Frame.Draw(chart, "E2E ms", "A streaming   B non-streaming"), streamed.Bars.E2e, whole.Bars.E2e, model.State.IsLog);
    }
}
