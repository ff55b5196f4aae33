using System.Globalization;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views.Panels;

/// <summary>Gaps by the number of the token that ended them: whether text slows down along an answer.</summary>
internal static class PositionPanel
{
    // Frame and head.
    private const int Around = 3;
    private const int BarColumn = 36;

    /// <summary>Rows it wants of an area; 0 where there is nothing to show.</summary>
    public static int RowsFor(ScreenModel model, int rows) => model.Selection.Smoothness.ByPosition.Count is > 1 and var classes && classes + Around <= rows * 2 / 5 ? classes + Around : 0;

    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model)
    {
        var classes = model.Selection.Smoothness.ByPosition;
        var inside = Frame.Draw(area, "by position in the answer", "whole run, ms");
        inside.TextEndingAt(0, "token", Ink.Dim, 13);
        inside.TextEndingAt(0, "n", Ink.Dim, 20);
        inside.TextEndingAt(0, "mean", Ink.Dim, 27);
        inside.TextEndingAt(0, "max", Ink.Dim, 34);
        var most = classes.Max(one => one.MeanMs ?? 0);
        for (var row = 0; row < classes.Count; row++)
        {
            var one = classes[row];
            inside.TextEndingAt(row + 1, string.Create(CultureInfo.InvariantCulture, $"{one.From}-{2 * one.From - 1}"), Ink.Plain, 13);
            inside.TextEndingAt(row + 1, Figure.Count(one.N), Ink.Dim, 20);
            inside.TextEndingAt(row + 1, Figure.Three(one.MeanMs), Ink.Plain, 27);
            inside.TextEndingAt(row + 1, Figure.Three(one.MaxMs), Ink.Plain, 34);
            if (most > 0)
                inside.Line(row + 1, BarColumn, (int)Math.Round((one.MeanMs ?? 0) / most * Math.Max(0, inside.Columns - BarColumn)), inside.Glyphs.Filled, Ink.Bar);
        }
    }
}
