namespace VllmStream.Profiling.Api;

/// <summary>A place of a chunk that may differ.</summary>
/// <param name="Kind">What stands there.</param>
/// <param name="Start">Its first byte in the chunk that was learnt.</param>
/// <param name="Length">Its bytes there.</param>
internal readonly record struct TemplateHole(HoleKind Kind, int Start, int Length);
