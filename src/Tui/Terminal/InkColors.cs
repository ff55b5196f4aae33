using Terminal.Gui.Drawing;
using VllmStream.Tui.Drawing;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace VllmStream.Tui.Terminal;

/// <summary>What an ink looks like: the terminal's own two colours, and five of the sixteen, so that light and dark terminals both can be read.</summary>
internal sealed class InkColors(bool color)
{
    private readonly Attribute[] _attributes = [.. Enum.GetValues<Ink>().Select(ink => color ? Colored(ink) : Plain(ink))];

    /// <summary>Its attribute.</summary>
    public Attribute this[Ink ink] => _attributes[(int)ink];

    private static Attribute Colored(Ink ink) => ink switch
    {
        Ink.Dim => Of(Color.None, TextStyle.Faint),
        Ink.Strong => Of(Color.None, TextStyle.Bold),
        Ink.Good => Of(new Color(ColorName16.Green), TextStyle.Bold),
        Ink.Warn => Of(new Color(ColorName16.Yellow), TextStyle.Bold),
        Ink.Bad => Of(new Color(ColorName16.Red), TextStyle.Bold),
        Ink.Here => Of(new Color(ColorName16.Cyan), TextStyle.Bold),
        Ink.Bar => Of(new Color(ColorName16.Cyan), TextStyle.None),
        Ink.OtherBar => Of(new Color(ColorName16.Red), TextStyle.None),
        Ink.Selected => Of(Color.None, TextStyle.Reverse),
        _ => Of(Color.None, TextStyle.None),
    };

    // Weight and inversion are no colours: what is open or failed still stands out.
    private static Attribute Plain(Ink ink) => Of(Color.None, ink switch
    {
        Ink.Strong or Ink.Here or Ink.Bad or Ink.Warn or Ink.Good => TextStyle.Bold,
        Ink.Dim => TextStyle.Faint,
        Ink.Selected => TextStyle.Reverse,
        _ => TextStyle.None,
    });

    private static Attribute Of(Color foreground, TextStyle style) => new(foreground, Color.None, style);
}
