using VllmStream.Profiling.Metrics.Pairs;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views;

/// <summary>View 8: streaming against non-streaming, pair by pair.</summary>
internal static class CompareView
{
    private const int AEnd = 34;
    private const int BEnd = 45;
    private const int DifferenceEnd = 57;
    private const int IntervalColumn = 60;

    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model)
    {
        if ((model.Data.Summary?.Pairs ?? model.Snapshot.Pairs) is not { } pairs)
        {
            var empty = Frame.Draw(area.Part(0, 0, Math.Min(area.Rows, 6), area.Columns), "streaming against non-streaming");
            empty.Text(0, 0, model.Data.Run is { Mode: "paired" } ? "no pair is whole yet" : "this run sends no pairs: --mode paired sends every prompt both ways", Ink.Dim);
            return;
        }
        var (table, foot) = area.SplitRows(12);
        DrawTable(Frame.Draw(table, "streaming A  vs  non-streaming B", $"pairs {Figure.Count(pairs.Complete)}", isFocused: true), pairs);
        var row = 0;
        foreach (var line in TextLines.Of(pairs.Verdict, foot.Columns - 2))
            foot.Text(row++, 1, line, Ink.Strong);
        foot.Text(row++, 1, "a non-streamed answer has no TTFT: the row is first text, not TTFT", Ink.Dim);
        foreach (var reason in pairs.Reasons.Values.Distinct(StringComparer.Ordinal))
        {
            foreach (var line in TextLines.Of($"- {reason}", foot.Columns - 2))
                foot.Text(row++, 1, line, Ink.Dim);
        }
    }

    private static void DrawTable(Area area, PairFigures pairs)
    {
        var (a, b) = (pairs.Stream, pairs.Nonstream);
        area.TextEndingAt(0, "A", Ink.Dim, AEnd);
        area.TextEndingAt(0, "B", Ink.Dim, BEnd);
        area.TextEndingAt(0, "A - B", Ink.Dim, DifferenceEnd);
        area.Text(0, IntervalColumn, "95% interval", Ink.Dim);
        DrawRow(area, 1, "E2E    ms  p50", Figure.Three(a.E2eP50Ms), Figure.Three(b.E2eP50Ms), Signed(pairs.E2eDifferenceMs.Value), Interval(pairs.E2eDifferenceMs));
        DrawRow(area, 2, "E2E    ms  p99", Figure.Three(a.E2eP99Ms), Figure.Three(b.E2eP99Ms), Signed(pairs.E2eP99DifferenceMs.Value), Interval(pairs.E2eP99DifferenceMs));
        DrawRow(area, 3, "first text ms  p50", Figure.Three(a.FirstTextP50Ms), Figure.Three(b.FirstTextP50Ms), Signed(pairs.FirstTextDifferenceMs), Earlier(a, b));
        DrawRow(area, 4, "tokens per answer", Figure.Three(a.TokensPerAnswer), Figure.Three(b.TokensPerAnswer), Signed(a.TokensPerAnswer - b.TokensPerAnswer), "");
        DrawRow(area, 5, "body bytes per token", Figure.Three(a.BytesPerToken), Figure.Three(b.BytesPerToken), Signed(a.BytesPerToken - b.BytesPerToken), "");
        DrawRow(area, 6, "client cpu ms per 1k tok", "", "", Signed(pairs.ClientCpuDifferenceMs), "");
        DrawRow(area, 7, "failed", Figure.Share(a.FailedRatio), Figure.Share(b.FailedRatio), "", $"{Figure.Count(a.Failed)} of {Figure.Count(a.Requests)}, {Figure.Count(b.Failed)} of {Figure.Count(b.Requests)}");
        DrawRow(area, 8, "pairs that count", Figure.Count(pairs.Complete), "", "", pairs.Lengths.Different > 0 ? $"{Figure.Count(pairs.Lengths.Different)} differ in length" : "");
    }

    private static void DrawRow(Area area, int row, string name, string a, string b, string difference, string interval)
    {
        area.Text(row, 0, name);
        area.TextEndingAt(row, a, Ink.Plain, AEnd);
        area.TextEndingAt(row, b, Ink.Plain, BEnd);
        area.TextEndingAt(row, difference, Ink.Strong, DifferenceEnd);
        area.Text(row, IntervalColumn, interval, Ink.Dim);
    }

    private static string Earlier(PairSide a, PairSide b) => a.FirstTextP50Ms is > 0 and var first && b.FirstTextP50Ms > first ? $"{Figure.Three(b.FirstTextP50Ms / first)} x earlier" : "";

    private static string Interval(PairDifference difference) => difference is { Low: { } low, High: { } high } ? $"{Signed(low)} .. {Signed(high)}" : "";

    private static string Signed(double? value) => value is > 0 ? $"+{Figure.Three(value)}" : Figure.Three(value);
}
