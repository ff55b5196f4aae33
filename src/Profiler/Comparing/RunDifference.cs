namespace VllmStream.Profiling.Comparing;

/// <summary>Something other than the server's speed in which two sides differ.</summary>
/// <param name="What">What differs: model, load, osl.</param>
/// <param name="A">How it is in a; null = it has none.</param>
/// <param name="B">How it is in b.</param>
/// <param name="Note">What a reader must know, in place of how it is in either: by whose definition both are told, what a file does not say; null = it differs as A and B do.</param>
public sealed record RunDifference(string What, string? A, string? B, string? Note = null);
