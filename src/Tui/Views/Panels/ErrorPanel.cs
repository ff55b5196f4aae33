using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views.Panels;

/// <summary>What failed, most frequent first.</summary>
internal static class ErrorPanel
{
    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model, bool isFocused)
    {
        var figures = model.Selection;
        var ended = figures.Ok + figures.Failed;
        var inside = Frame.Draw(area, "errors", figures.Failed == 0 ? "none" : $"{Figure.Count(figures.Failed)} of {Figure.Count(ended)}  {Figure.Share((double)figures.Failed / ended)}", isFocused);
        if (figures.Failures.Count == 0)
        {
            inside.Text(0, 0, figures.Failed == 0 ? "nothing has failed" : "only requests of the warm-up have failed", Ink.Dim);
            return;
        }
        for (var i = 0; i < figures.Failures.Count && i < inside.Rows; i++)
        {
            var failure = figures.Failures[i];
            inside.Text(i, 0, failure.Outcome, Ink.Bad);
            inside.TextEndingAt(i, Figure.Count(failure.Count), Ink.Plain, 26);
            inside.Text(i, 28, failure.Example ?? "", Ink.Dim);
        }
    }
}
