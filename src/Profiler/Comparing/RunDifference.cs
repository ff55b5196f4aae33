namespace VllmStream.Profiling.Comparing;

/// <summary>Something other than the server's speed in which two sides differ.</summary>
/// <param name="What">What differs: model, load, osl.</param>
/// <param name="A">How it is in a; null = it has none.</param>
/// <param name="B">How it is in b.</param>
public sealed record RunDifference(string What, string? A, string? B);
