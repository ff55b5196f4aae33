namespace VllmStream.Cli;

/// <summary>Two sides of one run.</summary>
/// <param name="IsMode">True for streaming against not streaming, false for two groups.</param>
/// <param name="GroupA">The base; null = the first of exactly two groups.</param>
/// <param name="GroupB">What is held against it; null = the second.</param>
internal sealed record ComparedParts(bool IsMode, string? GroupA, string? GroupB);
