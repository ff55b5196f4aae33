namespace VllmStream.Tui.Drawing;

/// <summary>A value that is pointed at under an axis.</summary>
/// <param name="Name">What it is: p50.</param>
/// <param name="Value">Where it is.</param>
internal readonly record struct ChartMark(string Name, double? Value);
