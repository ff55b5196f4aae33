namespace VllmStream.Profiling.Comparing;

/// <summary>What two sides have in common.</summary>
/// <param name="TokenSource">False where they counted tokens by different sources: then nothing that divides by them is compared.</param>
/// <param name="Traffic">True where they were sent the same requests at the same places of a plan.</param>
/// <param name="Kind">True where both were asked for the same: what b has none of then is lost. Parts of one run are other kinds of requests, and what another tool's file has none of it may not have been told to record.</param>
internal readonly record struct SharedTerms(bool TokenSource, bool Traffic, bool Kind);
