namespace VllmStream.Tui.Drawing;

/// <summary>Values of the last seconds as columns from 0 up, the newest at the right edge.</summary>
internal static class SeriesChart
{
    private const int Eighths = 8;

    /// <summary>Draws it, with its time axis in the last row.</summary>
    /// <param name="area">Where.</param>
    /// <param name="values">One per second, newest last; null = nothing known.</param>
    /// <param name="ink">Ink of the columns.</param>
    /// <param name="level">A value that is drawn as a line behind the columns; null = none.</param>
    public static void Draw(Area area, IReadOnlyList<double?> values, Ink ink = Ink.Bar, double? level = null)
    {
        if (area.Rows < 2 || area.Columns < 12)
            return;
        var (chart, foot) = area.SplitRows(area.Rows - 1);
        var shown = Math.Min(values.Count, chart.Columns);
        foot.Line(0, 0, foot.Columns, foot.Glyphs.Horizontal);
        foot.Text(0, 0, shown == 0 ? " no second is over yet " : $" -{shown} s ", Ink.Dim);
        foot.TextEndingAt(0, " now ", Ink.Dim);
        var most = level ?? 0;
        for (var i = values.Count - shown; i < values.Count; i++)
            most = Math.Max(most, values[i] ?? 0);
        if (level is { } line && most > 0)
            chart.Line(chart.Rows - 1 - Math.Min(chart.Rows - 1, (int)(line / most * (chart.Rows - 0.5))), 0, chart.Columns, chart.Glyphs.Horizontal);
        for (var i = 0; i < shown && most > 0; i++)
        {
            if (values[values.Count - shown + i] is { } value)
                chart.Column(chart.Columns - shown + i, value / most, ink);
        }
    }

    /// <summary>The same in one row: how a figure went.</summary>
    public static void DrawTrend(Area area, IReadOnlyList<double?> values)
    {
        var shown = Math.Min(values.Count, area.Columns);
        var (low, high) = (double.MaxValue, double.MinValue);
        for (var i = values.Count - shown; i < values.Count; i++)
        {
            if (values[i] is { } value)
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }
        for (var i = 0; i < shown; i++)
        {
            if (values[values.Count - shown + i] is not { } value)
                continue;
            // From its own lowest to its own highest: a trend shows change, not size. What does not change stays low.
            var span = Math.Max(high - low, 0.1 * Math.Abs(high));
            var step = span > 0 ? 1 + (int)Math.Round((value - low) / span * (Eighths - 1)) : 1;
            area.Put(0, area.Columns - shown + i, area.Glyphs.Rising[Math.Clamp(step, 1, Eighths)], Ink.Bar);
        }
    }
}
