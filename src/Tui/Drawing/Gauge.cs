namespace VllmStream.Tui.Drawing;

/// <summary>A share as a bar between brackets.</summary>
internal static class Gauge
{
    /// <summary>Draws it.</summary>
    /// <returns>The column after it.</returns>
    public static int Draw(Area area, int row, int column, int width, double share, Ink ink = Ink.Bar)
    {
        var inside = Math.Max(0, width - 2);
        var filled = (int)Math.Round(Math.Clamp(share, 0, 1) * inside);
        area.Put(row, column, '[', Ink.Dim);
        area.Line(row, column + 1, filled, area.Glyphs.Filled, ink);
        area.Line(row, column + 1 + filled, inside - filled, area.Glyphs.Unfilled);
        area.Put(row, column + 1 + inside, ']', Ink.Dim);
        return column + width;
    }
}
