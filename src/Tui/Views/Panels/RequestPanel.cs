using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.Requests;
using VllmStream.Tui.State;
using VllmStream.Tui.Views.Lines;

namespace VllmStream.Tui.Views.Panels;

/// <summary>A table of requests.</summary>
internal static class RequestPanel
{
    /// <summary>Draws it.</summary>
    /// <param name="area">Where.</param>
    /// <param name="model">What.</param>
    /// <param name="isFocused">True with the focus.</param>
    /// <param name="hasCursor">True where a row can be chosen.</param>
    public static void Draw(Area area, ScreenModel model, bool isFocused, bool hasCursor)
    {
        var all = RequestList.Of(model);
        // Where nobody walks through them only those that are seen are made.
        IReadOnlyList<RequestItem> items = hasCursor || model.State.Filter.Length > 0 ? [.. all] : [.. all.Take(area.Rows)];
        var state = model.State;
        var facts = new List<string> { $"in flight {Figure.Count(model.Agents.Count > 0 ? model.Selection.InFlight : model.Data.Live.Count)}" };
        if (RequestList.SortName(state) is { } sort)
            facts.Add($"{(state.SortReversed ? "smallest" : "largest")} {sort}");
        if (state.Filter.Length > 0)
            facts.Add($"{items.Count} match {state.Filter}");
        var inside = Frame.Draw(area, "requests", string.Join("   ", facts), isFocused);
        var columns = RequestColumns.For(area.Columns);
        DrawHead(inside, columns, state);
        var rows = inside.Part(1, 0, inside.Rows - 1, inside.Columns);
        if (items.Count == 0)
        {
            DrawNothing(rows, model);
            return;
        }
        if (hasCursor)
            state.Row = Math.Min(state.Row, items.Count - 1);
        // The cursor stays in sight: the list moves by as little as it takes.
        var first = hasCursor ? Math.Clamp(state.Row - rows.Rows + 1, 0, Math.Max(0, items.Count - rows.Rows)) : 0;
        for (var i = 0; i < rows.Rows && first + i < items.Count; i++)
        {
            DrawItem(rows, i, items[first + i], columns);
            if (hasCursor)
                rows.Part(i, 0, 1, rows.Columns).Mark(SpotKind.Row, first + i);
            if (hasCursor && first + i == state.Row)
                rows.Paint(i, Ink.Selected);
        }
    }

    // Of a run that is spread over agents there never is one here, and that must not look as if nothing were sent.
    private static void DrawNothing(Area rows, ScreenModel model)
    {
        var why = model.Agents.Count > 0 ? AgentLine.NoRequests : model.State.Filter.Length > 0 ? "no request matches; Esc clears the filter" : "no request yet";
        var row = 0;
        foreach (var line in TextLines.Of(why, rows.Columns))
            rows.Text(row++, 0, line, Ink.Dim);
    }

    private static void DrawHead(Area area, IReadOnlyList<RequestColumn> columns, ScreenState state)
    {
        var at = 0;
        var sorted = RequestList.SortName(state);
        foreach (var column in columns)
        {
            var ink = column.Name == sorted ? Ink.Here : Ink.Dim;
            if (column.IsText)
                area.Text(0, at + 1, column.Name, ink);
            else
                area.TextEndingAt(0, column.Name, ink, at + column.Width);
            at += column.Width + 1;
        }
        area.Text(0, at + 1, "note", Ink.Dim);
    }

    private static void DrawItem(Area area, int row, RequestItem item, IReadOnlyList<RequestColumn> columns)
    {
        var at = 0;
        var ink = item.HasFailed ? Ink.Bad : item.IsLive ? Ink.Plain : Ink.Dim;
        foreach (var column in columns)
        {
            var text = column.Text(item);
            if (column.IsText)
                area.Text(row, at + 1, TextWidth.Shorten(text, column.Width, "~"), ink);
            else
                area.TextEndingAt(row, text, ink, at + column.Width);
            at += column.Width + 1;
        }
        area.Text(row, at + 1, item.Note, item.HasFailed ? Ink.Bad : Ink.Warn);
    }
}
