using VllmStream.Tui.Drawing;
using VllmStream.Tui.Keys;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views;

/// <summary>The keys; those that do something in the open view first.</summary>
internal static class HelpView
{
    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model)
    {
        var inside = Frame.Draw(area, "keys", "Esc back");
        var row = 0;
        foreach (var binding in KeyTable.All.OrderBy(binding => binding.Works(model) ? 0 : 1))
        {
            var works = binding.Works(model);
            inside.Text(row, 0, string.Join(' ', binding.Keys), works ? Ink.Strong : Ink.Dim);
            inside.Text(row, 12, binding.Text, works ? Ink.Plain : Ink.Dim);
            row++;
        }
    }
}
