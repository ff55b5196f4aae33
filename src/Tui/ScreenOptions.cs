namespace VllmStream.Tui;

/// <summary>How the screen is drawn.</summary>
/// <param name="Color">False for none (--no-color, NO_COLOR).</param>
/// <param name="Ascii">True for nothing outside ASCII.</param>
public sealed record ScreenOptions(bool Color, bool Ascii);
