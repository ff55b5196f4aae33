namespace VllmStream.Tui.Drawing;

/// <summary>A place on the canvas that a click means something at.</summary>
/// <param name="Place">Where.</param>
/// <param name="Kind">What is there.</param>
/// <param name="Index">Which of its kind, from 0.</param>
internal readonly record struct Spot(Area Place, SpotKind Kind, int Index);
