namespace VllmStream.Profiling.Metrics;

/// <summary>A sentence about the numbers.</summary>
/// <param name="Level">info, warning or invalid.</param>
/// <param name="Code">Stable word.</param>
/// <param name="Text">The sentence.</param>
public sealed record Finding(string Level, string Code, string Text);
