namespace VllmStream.Profiling.Comparing;

/// <summary>What two sides have in common.</summary>
/// <param name="TokenSource">False where they counted tokens by different sources: then nothing that divides by them is compared.</param>
/// <param name="Traffic">True where they were sent the same requests at the same places of a plan.</param>
internal readonly record struct SharedTerms(bool TokenSource, bool Traffic);
