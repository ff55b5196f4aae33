namespace VllmStream.Profiling.Sharing;

/// <summary>How a run that several processes share ended, as whoever leads it knows.</summary>
/// <param name="InterruptedBy">Exit code of the signal that ended it early (130, 143); null = none.</param>
/// <param name="StoppedBy">Why it was stopped by its own rule: an agent was lost; null = it was not.</param>
public sealed record ShareEnding(int? InterruptedBy = null, string? StoppedBy = null);
