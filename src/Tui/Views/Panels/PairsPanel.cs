using VllmStream.Profiling.Metrics.Pairs;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;

namespace VllmStream.Tui.Views.Panels;

/// <summary>Streaming against non-streaming, pair by pair, in numbers.</summary>
internal static class PairsPanel
{
    /// <summary>Rows it takes with its frame.</summary>
    public const int Rows = 11;

    private const int AEnd = 34;
    private const int BEnd = 45;
    private const int DifferenceEnd = 57;
    private const int IntervalColumn = 60;

    /// <summary>Draws it.</summary>
    public static void Draw(Area area, PairFigures pairs) =>
        DrawTable(Frame.Draw(area, "streaming A  vs  non-streaming B", $"pairs {Figure.Count(pairs.Complete)}", isFocused: true), pairs);

    private static void DrawTable(Area area, PairFigures pairs)
    {
        var (a, b) = (pairs.Stream, pairs.Nonstream);
        area.TextEndingAt(0, "A", Ink.Dim, AEnd);
        area.TextEndingAt(0, "B", Ink.Dim, BEnd);
        area.TextEndingAt(0, "A - B", Ink.Dim, DifferenceEnd);
        area.Text(0, IntervalColumn, "95% interval", Ink.Dim);
        var scale = TimeScale.Of(a.E2eP50Ms, b.E2eP50Ms);
        DrawE2e(area, 1, "p50", scale, a.E2eP50Ms, b.E2eP50Ms, pairs.E2eDifferenceMs);
        DrawE2e(area, 2, "p99", scale, a.E2eP99Ms, b.E2eP99Ms, pairs.E2eP99DifferenceMs);
        DrawRow(area, 3, "first text ms  p50", Figure.Three(a.FirstTextP50Ms), Figure.Three(b.FirstTextP50Ms), Figure.Difference(pairs.FirstTextDifferenceMs), Earlier(a, b));
        DrawRow(area, 4, "tokens per answer", Figure.Three(a.TokensPerAnswer), Figure.Three(b.TokensPerAnswer), Figure.Difference(a.TokensPerAnswer - b.TokensPerAnswer), "");
        DrawRow(area, 5, "body bytes per token", Figure.Three(a.BytesPerToken), Figure.Three(b.BytesPerToken), Figure.Difference(a.BytesPerToken - b.BytesPerToken), "");
        DrawRow(area, 6, "client cpu ms per 1k tok", "", "", Figure.Difference(pairs.ClientCpuDifferenceMs), "");
        DrawRow(area, 7, "failed", Figure.Share(a.FailedRatio), Figure.Share(b.FailedRatio), "", $"{Figure.Count(a.Failed)} and {Figure.Count(b.Failed)}");
        DrawRow(area, 8, "pairs that count", Figure.Count(pairs.Complete), "", "", pairs.Lengths.Different > 0 ? $"{Figure.Count(pairs.Lengths.Different)} unequal" : "");
    }

    private static void DrawE2e(Area area, int row, string percentile, TimeScale scale, double? a, double? b, PairDifference difference)
    {
        var interval = difference is { Low: { } low, High: { } high } ? $"{Figure.Difference(low / scale.Ms)} .. {Figure.Difference(high / scale.Ms)}" : "";
        DrawRow(area, row, $"E2E    {scale.Unit,-2}  {percentile}", scale.Show(a), scale.Show(b), Figure.Difference(difference.Value / scale.Ms), interval);
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
}
