using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Tui.Drawing;

/// <summary>A distribution as columns over an axis of values, with percentiles pointed at.</summary>
/// <remarks>
/// <code>
/// columns, in eighths of a cell
/// axis
/// values
/// percentiles
/// </code>
/// </remarks>
internal static class HistogramChart
{
    private const int MarkWidth = 8;

    // A column for every few samples is a comb, not a distribution: of n samples at most some 4 x sqrt(n) columns, and never fewer than these.
    private const int LeastBins = 12;
    private const double BinsPerRoot = 4;

    /// <summary>Rows that are no columns: axis, values, percentiles.</summary>
    public const int Footing = 3;

    /// <summary>Draws it.</summary>
    /// <param name="area">Where.</param>
    /// <param name="bars">Buckets that are not empty, in rising order.</param>
    /// <param name="isLog">True for a logarithmic axis.</param>
    /// <param name="marks">What to point at.</param>
    /// <param name="nothing">What is said where there are no samples.</param>
    public static void Draw(Area area, IReadOnlyList<HistogramBar> bars, bool isLog, ReadOnlySpan<ChartMark> marks, string nothing = "no samples yet")
    {
        if (area.Rows < 2 || area.Columns < 8)
            return;
        var footing = area.Rows > Footing + 1 ? Footing : area.Rows > 2 ? 2 : 1;
        var height = area.Rows - footing;
        if (bars.Count == 0)
        {
            area.Text(height / 2, 1, nothing, Ink.Dim);
            area.Line(height, 0, area.Columns, area.Glyphs.Horizontal);
            return;
        }

        var axis = ValueAxis.Over(bars[0].Value, bars[^1].Value, area.Columns, isLog);
        DrawColumns(area.Part(0, 0, height, area.Columns), bars, axis, Ink.Bar);
        DrawAxis(area.Part(height, 0, Math.Min(footing, 2), area.Columns), axis);
        if (footing == Footing)
            DrawMarks(area, height + 2, axis, marks);
    }

    /// <summary>Two distributions over one axis, the first on top.</summary>
    /// <param name="area">Where.</param>
    /// <param name="first">Buckets of the first.</param>
    /// <param name="other">Buckets of the other.</param>
    /// <param name="isLog">True for a logarithmic axis.</param>
    public static void DrawTwo(Area area, IReadOnlyList<HistogramBar> first, IReadOnlyList<HistogramBar> other, bool isLog)
    {
        const int LabelWidth = 2;
        var height = (area.Rows - 2) / 2;
        if (height < 1 || area.Columns < 12)
            return;
        if (first.Count + other.Count == 0)
        {
            area.Text(0, 0, "no samples on either side", Ink.Dim);
            return;
        }
        var (labels, charts) = area.SplitColumns(LabelWidth);
        var ends = first.Concat(other).Select(bar => bar.Value).ToArray();
        var axis = ValueAxis.Over(ends.Min(), ends.Max(), charts.Columns, isLog);
        foreach (var (row, name, bars, ink) in new[] { (0, "A", first, Ink.Bar), (height, "B", other, Ink.OtherBar) })
        {
            labels.Text(row + height - 1, 0, name, ink);
            if (bars.Count > 0)
                DrawColumns(charts.Part(row, 0, height, charts.Columns), bars, axis, ink);
            else
                charts.Text(row + height - 1, 0, "no samples", Ink.Dim);
        }
        DrawAxis(charts.Part(2 * height, 0, 2, charts.Columns), axis);
    }

    /// <summary>Several distributions over one axis, a row each, with their names before them.</summary>
    public static void DrawStrips(Area area, IReadOnlyList<(string Name, IReadOnlyList<HistogramBar> Bars, Ink Ink)> strips, bool isLog)
    {
        const int MostLabel = 16;
        var shown = Math.Min(strips.Count, area.Rows - 2);
        var ends = strips.SelectMany(strip => strip.Bars).Select(bar => bar.Value).ToArray();
        if (shown < 1 || ends.Length == 0)
            return;
        var width = Math.Min(MostLabel, strips.Max(strip => TextWidth.Of(strip.Name))) + 1;
        var (labels, charts) = area.SplitColumns(width);
        var axis = ValueAxis.Over(ends.Min(), ends.Max(), charts.Columns, isLog);
        for (var row = 0; row < shown; row++)
        {
            labels.Text(row, 0, TextWidth.Shorten(strips[row].Name, width - 1, "~"), strips[row].Ink);
            DrawColumns(charts.Part(row, 0, 1, charts.Columns), strips[row].Bars, axis, Ink.Bar);
        }
        DrawAxis(charts.Part(shown, 0, 2, charts.Columns), axis);
    }

    private static void DrawAxis(Area area, ValueAxis axis)
    {
        area.Line(0, 0, area.Columns, area.Glyphs.Horizontal);
        foreach (var (column, text) in axis.Marks(MarkWidth))
        {
            area.Put(0, column, area.Glyphs.Tick, Ink.Dim);
            area.Text(1, column - text.Length / 2, text, Ink.Dim);
        }
    }

    // Counts of bins that are one column wide, or as many as it takes for the samples there are.
    private static (long[] Counts, int Width) BinsOf(IReadOnlyList<HistogramBar> bars, ValueAxis axis, int columns)
    {
        var n = bars.Sum(bar => bar.Count);
        var most = Math.Clamp((int)(BinsPerRoot * Math.Sqrt(n)), Math.Min(LeastBins, columns), columns);
        var width = (columns + most - 1) / most;
        var counts = new long[(columns + width - 1) / width];
        foreach (var bar in bars)
            counts[Math.Clamp(axis.ColumnOf(bar.Value), 0, columns - 1) / width] += bar.Count;
        return (counts, width);
    }

    private static void DrawColumns(Area area, IReadOnlyList<HistogramBar> bars, ValueAxis axis, Ink ink)
    {
        var (counts, width) = BinsOf(bars, axis, area.Columns);
        var most = Math.Max(1, counts.Max());
        for (var column = 0; column < area.Columns; column++)
            area.Column(column, (double)counts[column / width] / most, ink);
    }

    private static void DrawMarks(Area area, int row, ValueAxis axis, ReadOnlySpan<ChartMark> marks)
    {
        var free = 0;
        foreach (var mark in marks)
        {
            if (mark.Value is not { } value)
                continue;
            var text = $"{mark.Name} {Figure.Three(value)}";
            var column = Math.Clamp(axis.ColumnOf(value), 0, area.Columns - 1);
            // The pointer stands under its value; where the text does not fit after it, it stands before.
            var start = column + 1 + text.Length <= area.Columns ? column : column - text.Length;
            if (start < free)
                continue;
            area.Put(row, column, area.Glyphs.Pointer, Ink.Here);
            area.Text(row, start == column ? column + 1 : start, text);
            free = start + text.Length + 2;
        }
    }
}
