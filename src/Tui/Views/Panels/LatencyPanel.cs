using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views.Panels;

/// <summary>The latency table: one metric per row, one unit per row, worse to the right.</summary>
internal static class LatencyPanel
{
    private const int Medium = 110;
    private const int FigureWidth = 9;

    /// <summary>Rows it takes with its frame.</summary>
    public static int RowsFor(int columns) => columns >= Medium ? 9 : 8;

    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model, bool isFocused)
    {
        var inside = Frame.Draw(area, "latency", "worst side on the right", isFocused);
        var isWide = area.Columns >= Medium;
        var heads = isWide ? new[] { "n", "min", "p50", "p90", "p95", "p99", "worst" } : ["n", "p50", "p90", "p99", "worst"];
        var first = isWide ? 37 : 34;
        DrawRow(inside, 0, first, "", "", heads, Ink.Dim);
        if (isWide)
            inside.TextEndingAt(0, "trend", Ink.Dim);
        var row = 1;
        var metrics = model.Selection.Metrics;
        foreach (var metric in isWide ? new[] { MetricId.Ttft, MetricId.Ttfc, MetricId.Itl, MetricId.Tpot, MetricId.E2e } : [MetricId.Ttft, MetricId.Itl, MetricId.Tpot, MetricId.E2e])
        {
            DrawTime(inside, row, first, metric, metrics.Time(metric), isWide);
            if (isWide && TrendOf(metric) is { } of)
                SeriesChart.DrawTrend(TrendArea(inside, row, first, heads.Length), model.Selection.Trend(of));
            row++;
        }
        DrawRate(inside, row, first, metrics.TokensPerS, isWide);
    }

    private static Area TrendArea(Area inside, int row, int first, int heads)
    {
        var from = first + heads * FigureWidth - 4;
        return inside.Part(row, from, 1, inside.Columns - from);
    }

    private static Func<IntervalFigures, IntervalBlock>? TrendOf(MetricId metric) => metric switch
    {
        MetricId.Ttft => interval => interval.Ttft,
        MetricId.Itl => interval => interval.Itl,
        MetricId.Tpot => interval => interval.Tpot,
        MetricId.E2e => interval => interval.E2e,
        _ => null,
    };

    private static void DrawTime(Area area, int row, int first, MetricId metric, MetricBlock block, bool isWide)
    {
        var definition = MetricTable.Of(metric);
        var scale = TimeScale.Of(block.P50 >= TimeScale.SecondsFromMs || block.Max >= 100 * TimeScale.SecondsFromMs);
        DrawRow(area, row, first, $"{definition.Label,-6} {scale.Unit,-6}", definition.Subject, isWide
            ? [Figure.Count(block.N), scale.Show(block.Min), scale.Show(block.P50), scale.Show(block.P90), scale.Show(block.P95), scale.Show(block.P99), scale.Show(block.Max)]
            : [Figure.Count(block.N), scale.Show(block.P50), scale.Show(block.P90), scale.Show(block.P99), scale.Show(block.Max)], Ink.Plain);
    }

    private static void DrawRate(Area area, int row, int first, RateBlock block, bool isWide)
    {
        var definition = MetricTable.Of(MetricId.TokensPerSecond);
        DrawRow(area, row, first, $"{definition.Label,-6} {definition.Unit,-6}", definition.Subject, isWide
            ? [Figure.Count(block.N), Figure.Three(block.Max), Figure.Three(block.P50), Figure.Three(block.P10), Figure.Absent, Figure.Three(block.P1), Figure.Three(block.Min)]
            : [Figure.Count(block.N), Figure.Three(block.P50), Figure.Three(block.P10), Figure.Three(block.P1), Figure.Three(block.Min)], Ink.Plain);
    }

    private static void DrawRow(Area area, int row, int first, string label, string subject, string[] figures, Ink ink)
    {
        area.Text(row, 0, label, ink == Ink.Plain ? Ink.Strong : ink);
        area.Part(row, 13, 1, first - 14).Text(0, 0, subject, Ink.Dim);
        // n has fewer digits than the rest: it ends where the first column begins.
        for (var i = 0; i < figures.Length; i++)
            area.TextEndingAt(row, figures[i], ink, first + i * FigureWidth);
    }
}
