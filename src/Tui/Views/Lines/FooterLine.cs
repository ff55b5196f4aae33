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
            DrawDraft(line, model.State, draft);
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
            if (binding.Short.Length == 0 || !binding.Works(model) || !binding.IsOffered(model))
                continue;
            var word = binding.Command == Command.Quit && model.IsOver ? "leave" : binding.Short;
            if (column + TextWidth.Of(word) + binding.Keys[0].Length + 1 > line.Columns)
                break;
            column = line.Text(0, column, binding.Keys[0], Ink.Strong) + 1;
            column = line.Text(0, column, word, Ink.Dim) + 2;
        }
    }

    private static void DrawDraft(Area line, ScreenState state, string draft)
    {
        var (what, keys) = state.DraftKind switch
        {
            DraftKind.Address => ("url", "Enter connects, Esc gives up "),
            DraftKind.RunFile => ("compare with", state.RunFiles.Count > 1 ? "Up and Down: other runs, Enter reads, Esc gives up " : "Enter reads, Esc gives up "),
            _ => ("filter", "Enter shows, Esc gives up "),
        };
        line.TextEndingAt(0, keys, Ink.Dim);
        // What is being typed is more than what it is for: its end stays in sight, and covers the keys.
        var head = $"{what}: ";
        var shown = TextWidth.Of(draft) <= line.Columns - head.Length - 3 ? draft : $"~{draft[^Math.Min(draft.Length, Math.Max(0, line.Columns - head.Length - 4))..]}";
        var end = line.Text(0, 1, $"{head}{shown}", Ink.Here);
        line.Put(0, end, line.Glyphs.Filled, Ink.Here);
    }
}
