using VllmStream.Profiling.Output;

namespace VllmStream.Tui.Drawing;

/// <summary>A box with a heading on the left and a fact on the right of its upper edge.</summary>
internal static class Frame
{
    /// <summary>Draws it.</summary>
    /// <returns>What is inside, a blank column left on both sides.</returns>
    public static Area Draw(Area area, string title, string fact = "", bool isFocused = false)
    {
        if (area.Rows < 2 || area.Columns < 4)
            return area.Part(0, 0, 0, 0);
        var (glyphs, ink) = (area.Glyphs, isFocused ? Ink.Here : Ink.Dim);
        var (last, right) = (area.Rows - 1, area.Columns - 1);
        area.Line(0, 1, right - 1, glyphs.Horizontal, ink);
        area.Line(last, 1, right - 1, glyphs.Horizontal, ink);
        for (var row = 1; row < last; row++)
        {
            area.Put(row, 0, glyphs.Vertical, ink);
            area.Put(row, right, glyphs.Vertical, ink);
        }
        area.Put(0, 0, glyphs.TopLeft, ink);
        area.Put(0, right, glyphs.TopRight, ink);
        area.Put(last, 0, glyphs.BottomLeft, ink);
        area.Put(last, right, glyphs.BottomRight, ink);

        var heading = area.Part(0, 2, 1, area.Columns - 4);
        var titleEnds = heading.Text(0, 0, $" {title} ", isFocused ? Ink.Here : Ink.Strong);
        // A heading without its fact is better than both cut.
        if (fact.Length > 0 && titleEnds + TextWidth.Of(fact) + 2 <= heading.Columns)
            heading.TextEndingAt(0, $" {fact} ", Ink.Plain);
        return area.Part(1, 2, area.Rows - 2, area.Columns - 4);
    }
}
