using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views.Lines;

/// <summary>The third line: the views and their keys, and which part of the run is shown.</summary>
internal static class TabLine
{
    private static readonly string[] Names = ["Overview", "TTFT", "ITL", "Rate", "Requests", "Errors", "Server", "Compare"];

    /// <summary>Draws it.</summary>
    public static void Draw(Area line, ScreenModel model)
    {
        var column = 0;
        var gap = line.Columns >= 110 ? 1 : 0;
        for (var i = 0; i < Names.Length; i++)
        {
            var isOpen = (int)model.State.View == i;
            var text = $"{i + 1} {Names[i]}";
            column = line.Text(0, column, isOpen ? $"[{text}]" : $" {text} ", isOpen ? Ink.Here : Ink.Dim) + gap;
            // Brackets and blanks between two names are shared where there is little room.
            column -= gap == 0 ? 1 : 0;
        }
        line.TextEndingAt(0, WindowText(model.State.Window), model.State.Window == TimeWindow.Whole ? Ink.Dim : Ink.Here);
    }

    /// <summary>Name of a view.</summary>
    public static string NameOf(ViewId view) => Names[(int)view];

    /// <summary>Name of a part of the run.</summary>
    public static string WindowText(TimeWindow window) => window switch
    {
        TimeWindow.Last10 => "last 10 s",
        TimeWindow.Last60 => "last 60 s",
        _ => "whole",
    };
}
