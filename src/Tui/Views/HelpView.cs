using VllmStream.Tui.Drawing;
using VllmStream.Tui.Keys;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views;

/// <summary>The keys; those that do something in the open view first.</summary>
internal static class HelpView
{
    /// <summary>Where the texts begin: behind the longest keys.</summary>
    public const int TextColumn = 12;

    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model)
    {
        var bindings = KeyTable.All.OrderBy(binding => binding.Works(model) ? 0 : 1).ToArray();
        var hidden = Math.Max(0, bindings.Length - (area.Rows - 2));
        model.State.Row = Math.Min(model.State.Row, hidden);
        var inside = Frame.Draw(area, "keys", hidden > model.State.Row ? "Down for more, Esc back" : "Esc back");
        for (var row = 0; row < inside.Rows && row + model.State.Row < bindings.Length; row++)
        {
            var binding = bindings[row + model.State.Row];
            var works = binding.Works(model);
            inside.Text(row, 0, string.Join(' ', binding.Keys), works ? Ink.Strong : Ink.Dim);
            inside.Text(row, TextColumn, binding.Text, works ? Ink.Plain : Ink.Dim);
        }
    }
}
