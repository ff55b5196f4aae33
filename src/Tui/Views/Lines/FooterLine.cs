using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.Keys;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views.Lines;

/// <summary>The last line: the keys that do something now, or a word about what was just done.</summary>
internal static class FooterLine
{
    /// <summary>Draws it.</summary>
    public static void Draw(Area line, ScreenModel model)
    {
        if (model.State.Draft is { } draft)
        {
            var end = line.Text(0, 1, $"filter: {draft}", Ink.Here);
            line.Put(0, end, line.Glyphs.Filled, Ink.Here);
            line.TextEndingAt(0, "Enter shows, Esc gives up ", Ink.Dim);
            return;
        }
        if (model.State.Notice is { } notice)
        {
            line.Text(0, 1, notice, Ink.Here);
            return;
        }
        var column = 1;
        foreach (var binding in KeyTable.All)
        {
            if (binding.Short.Length == 0 || !binding.Works(model))
                continue;
            var word = binding.Command == Command.Quit && model.IsOver ? "leave" : binding.Short;
            if (column + TextWidth.Of(word) + binding.Keys[0].Length + 1 > line.Columns)
                break;
            column = line.Text(0, column, binding.Keys[0], Ink.Strong) + 1;
            column = line.Text(0, column, word, Ink.Dim) + 2;
        }
    }
}
