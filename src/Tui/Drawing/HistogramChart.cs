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

    /// <summary>Rows that are no columns: axis, values, percentiles.</summary>
    public const int Footing = 3;

    /// <summary>Draws it.</summary>
    /// <param name="area">Where.</param>
    /// <param name="bars">Buckets that are not empty, in rising order.</param>
    /// <param name="isLog">True for a logarithmic axis.</param>
    /// <param name="marks">What to point at.</param>
    /// <param name="ink">Ink of the columns.</param>
    public static void Draw(Area area, IReadOnlyList<HistogramBar> bars, bool isLog, ReadOnlySpan<ChartMark> marks, Ink ink = Ink.Bar)
    {
        if (area.Rows < 2 || area.Columns < 8)
            return;
        var footing = area.Rows > Footing + 1 ? Footing : area.Rows > 2 ? 2 : 1;
        var height = area.Rows - footing;
        if (bars.Count == 0)
        {
            area.Text(height / 2, 1, "no samples yet", Ink.Dim);
            area.Line(height, 0, area.Columns, area.Glyphs.Horizontal);
            return;
        }

        var axis = ValueAxis.Over(bars[0].Value, bars[^1].Value, area.Columns, isLog);
        DrawColumns(area.Part(0, 0, height, area.Columns), Counts(bars, axis, area.Columns), ink);
        area.Line(height, 0, area.Columns, area.Glyphs.Horizontal);
        foreach (var (column, text) in axis.Marks(MarkWidth))
        {
            area.Put(height, column, area.Glyphs.Tick, Ink.Dim);
            if (footing > 1)
                area.Text(height + 1, column - text.Length / 2, text, Ink.Dim);
        }
        if (footing == Footing)
            DrawMarks(area, height + 2, axis, marks);
    }

    private static long[] Counts(IReadOnlyList<HistogramBar> bars, ValueAxis axis, int columns)
    {
        var counts = new long[columns];
        foreach (var bar in bars)
            counts[Math.Clamp(axis.ColumnOf(bar.Value), 0, columns - 1)] += bar.Count;
        return counts;
    }

    private static void DrawColumns(Area area, long[] counts, Ink ink)
    {
        var most = Math.Max(1, counts.Max());
        for (var column = 0; column < counts.Length; column++)
            area.Column(column, (double)counts[column] / most, ink);
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
