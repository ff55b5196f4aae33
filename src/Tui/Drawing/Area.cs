using VllmStream.Profiling.Output;

namespace VllmStream.Tui.Drawing;

/// <summary>A part of a canvas with its own origin; nothing is drawn outside of it.</summary>
/// <param name="Canvas">What it is part of.</param>
/// <param name="Top">First row on the canvas.</param>
/// <param name="Left">First column on the canvas.</param>
/// <param name="Rows">Height.</param>
/// <param name="Columns">Width.</param>
internal readonly record struct Area(Canvas Canvas, int Top, int Left, int Rows, int Columns)
{
    /// <summary>True when nothing can be drawn.</summary>
    public bool IsEmpty => Rows <= 0 || Columns <= 0;

    /// <summary>The characters that lines and bars are made of.</summary>
    public Glyphs Glyphs => Canvas.Glyphs;

    /// <summary>Writes text; what does not fit is cut.</summary>
    /// <returns>The column after it.</returns>
    public int Text(int row, int column, string text, Ink ink = Ink.Plain)
    {
        if ((uint)row >= (uint)Rows)
            return column;
        return Canvas.Write(Top + row, Left + column, Left, Left + Columns, text, ink) - Left;
    }

    /// <summary>Writes text that ends before a column; by default at the right edge.</summary>
    public void TextEndingAt(int row, string text, Ink ink = Ink.Plain, int? end = null) =>
        Text(row, (end ?? Columns) - TextWidth.Of(text), text, ink);

    /// <summary>Puts one character.</summary>
    public void Put(int row, int column, int rune, Ink ink = Ink.Plain)
    {
        if ((uint)row < (uint)Rows && (uint)column < (uint)Columns)
            Canvas.Put(Top + row, Left + column, rune, ink);
    }

    /// <summary>The same character along a row.</summary>
    public void Line(int row, int column, int count, int rune, Ink ink = Ink.Dim)
    {
        for (var i = 0; i < count; i++)
            Put(row, column + i, rune, ink);
    }

    /// <summary>Fills a column from below, in eighths of a cell; what is more than nothing shows, however little it is.</summary>
    /// <param name="column">Which.</param>
    /// <param name="share">Share of the height, 0..1.</param>
    /// <param name="ink">Its ink.</param>
    public void Column(int column, double share, Ink ink)
    {
        const int Eighths = 8;
        var eighths = share <= 0 ? 0 : Math.Max(1, (int)Math.Round(share * Rows * Eighths));
        for (var row = Rows - 1; eighths > 0; row--, eighths -= Eighths)
            Put(row, column, Glyphs.Rising[Math.Min(eighths, Eighths)], ink);
    }

    /// <summary>Gives all cells of a row an ink, their characters stay.</summary>
    public void Paint(int row, Ink ink)
    {
        for (var column = 0; column < Columns && (uint)row < (uint)Rows; column++)
            Canvas.Put(Top + row, Left + column, Canvas[Top + row, Left + column].Rune, ink);
    }

    /// <summary>Says what a click on it means.</summary>
    public void Mark(SpotKind kind, int index) => Canvas.Mark(new Spot(this, kind, index));

    /// <summary>A part of it, cut to fit.</summary>
    public Area Part(int row, int column, int rows, int columns)
    {
        var (top, left) = (Math.Clamp(row, 0, Rows), Math.Clamp(column, 0, Columns));
        return new Area(Canvas, Top + top, Left + left, Math.Clamp(rows, 0, Rows - top), Math.Clamp(columns, 0, Columns - left));
    }

    /// <summary>Its first rows, and the rest.</summary>
    public (Area First, Area Other) SplitRows(int rows) => (Part(0, 0, rows, Columns), Part(rows, 0, Rows - rows, Columns));

    /// <summary>Its first columns, and the rest.</summary>
    public (Area First, Area Other) SplitColumns(int columns) => (Part(0, 0, Rows, columns), Part(0, columns, Rows, Columns - columns));

    /// <summary>Columns of the same width, from left to right; the last takes what is over.</summary>
    public Area[] Columnwise(int count)
    {
        var areas = new Area[count];
        var width = Columns / count;
        for (var i = 0; i < count; i++)
            areas[i] = Part(0, i * width, Rows, i == count - 1 ? Columns - i * width : width);
        return areas;
    }
}
