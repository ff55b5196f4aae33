using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;
using VllmStream.Tui.Views.Lines;
using VllmStream.Tui.Views.Panels;

namespace VllmStream.Tui.Views;

/// <summary>View 6: what failed, by kind: how often, when first and last, and in whose words.</summary>
internal static class ErrorsView
{
    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model)
    {
        var errors = model.Snapshot.Errors;
        if (errors.Count == 0)
        {
            var (panel, series) = area.SplitRows(area.Rows * 2 / 3);
            ErrorPanel.Draw(panel, model, isFocused: true);
            SeriesPanel.DrawFailures(series, model, isFocused: false);
            return;
        }
        model.State.Row = Math.Min(model.State.Row, errors.Count - 1);
        var (list, rest) = area.SplitRows(Math.Clamp(errors.Count + 3, 6, area.Rows / 2));
        DrawKinds(Frame.Draw(list, "errors by kind", $"{Figure.Count(errors.Sum(kind => kind.Count))} with the warm-up", isFocused: true), model, errors);
        var (text, chart) = rest.SplitRows(rest.Rows * 3 / 5);
        DrawExample(Frame.Draw(text, "the last of the selected", model.State.Overlay == OverlayKind.RawTail ? "raw end, r words" : "words, r raw end"), model, errors[model.State.Row].Last);
        SeriesPanel.DrawFailures(chart, model, isFocused: false);
    }

    private static void DrawKinds(Area area, ScreenModel model, IReadOnlyList<ErrorFigures> errors)
    {
        area.Text(0, 0, "outcome", Ink.Dim);
        area.Text(0, 22, "kind", Ink.Dim);
        area.TextEndingAt(0, "n", Ink.Dim, 48);
        area.TextEndingAt(0, "first", Ink.Dim, 58);
        area.TextEndingAt(0, "last", Ink.Dim, 68);
        for (var i = 0; i < errors.Count && i + 1 < area.Rows; i++)
        {
            var kind = errors[i];
            area.Text(i + 1, 0, Words.Of(kind.Outcome), Ink.Bad);
            area.Part(i + 1, 22, 1, 20).Text(0, 0, kind.Kind);
            area.TextEndingAt(i + 1, Figure.Count(kind.Count), Ink.Plain, 48);
            area.TextEndingAt(i + 1, ClockText.Of(kind.FirstMs), Ink.Plain, 58);
            area.TextEndingAt(i + 1, ClockText.Of(kind.LastMs), Ink.Plain, 68);
            area.Part(i + 1, 0, 1, area.Columns).Mark(SpotKind.Row, i);
            if (i == model.State.Row)
                area.Paint(i + 1, Ink.Selected);
        }
    }

    private static void DrawExample(Area area, ScreenModel model, EndedRequest last)
    {
        area.Text(0, 0, $"request {last.Id}   {last.Group}{(last.HttpStatus is { } status ? $"   HTTP {status}" : "")}", Ink.Strong);
        var text = model.State.Overlay == OverlayKind.RawTail ? last.Tail ?? "nothing of its bytes is kept" : last.ErrorText ?? last.ErrorKind ?? "it said nothing";
        var row = 1;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            foreach (var part in TextLines.Of(line, area.Columns))
                area.Text(row++, 0, part);
        }
    }
}
