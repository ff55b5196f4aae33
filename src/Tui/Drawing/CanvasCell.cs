namespace VllmStream.Tui.Drawing;

/// <summary>One cell of the screen.</summary>
/// <param name="Rune">Its character; 0 = the right half of a wide one.</param>
/// <param name="Ink">What it is part of.</param>
internal readonly record struct CanvasCell(int Rune, Ink Ink)
{
    /// <summary>Nothing.</summary>
    public static CanvasCell Blank { get; } = new(' ', Ink.Plain);
}
