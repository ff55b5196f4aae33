namespace VllmStream.Profiling.Probing;

/// <summary>Why a run could not start, for a person.</summary>
/// <param name="Text">What, with which value.</param>
/// <param name="Attempt">What to try; null when we cannot know.</param>
public sealed record StartFailure(string Text, string? Attempt);
