using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views.Lines;

/// <summary>The third line: the views and their keys, and which part of the run is shown.</summary>
internal static class TabLine
{
    private const int Wide = 110;

    // From here on the names of nine views, and of a part of the run, have room in full.
    private const int Roomy = 92;

    private static readonly string[] Names = ["Overview", "TTFT", "ITL", "Rate", "Requests", "Errors", "Server", "Compare", "Agents"];
    private static readonly string[] ShortNames = ["Overview", "TTFT", "ITL", "Rate", "Req", "Errs", "Server", "Comp", "Agents"];

    /// <summary>Draws it.</summary>
    public static void Draw(Area line, ScreenModel model)
    {
        // Where there is little room a name shares the blank, or the bracket, with its neighbour.
        var gap = line.Columns >= Wide ? 3 : 1;
        var column = 1;
        var names = line.Columns < Roomy && model.Agents.Count > 0 ? ShortNames : Names;
        for (var i = 0; i < names.Length; i++)
        {
            if (i == (int)ViewId.Agents && model.Agents.Count == 0)
                break;
            var isOpen = (int)model.State.View == i;
            var end = line.Text(0, column, $"{i + 1} {names[i]}", isOpen ? Ink.Here : Ink.Dim);
            line.Part(0, column, 1, end - column).Mark(SpotKind.View, i);
            if (isOpen)
            {
                line.Put(0, column - 1, '[', Ink.Here);
                line.Put(0, end, ']', Ink.Here);
            }
            column = end + gap;
        }
        line.TextEndingAt(0, WindowText(model.State.Window), model.State.Window == TimeWindow.Whole ? Ink.Dim : Ink.Here);
    }

    /// <summary>Name of a part of the run.</summary>
    public static string WindowText(TimeWindow window) => window switch
    {
        TimeWindow.Last10 => "last 10 s",
        TimeWindow.Last60 => "last 60 s",
        _ => "whole",
    };
}
