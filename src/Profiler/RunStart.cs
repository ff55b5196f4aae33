namespace VllmStream.Profiling;

/// <summary>How the load of a run began.</summary>
/// <param name="AtMs">The instant that was agreed, in milliseconds since the start of the run.</param>
/// <param name="ErrorMs">How much later than it should the first request went out; null when none did.</param>
public sealed record RunStart(double AtMs, double? ErrorMs);
