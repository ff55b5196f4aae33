namespace VllmStream.Profiling.Metrics;

/// <summary>A stretch in which every attempt found no server; immutable.</summary>
/// <param name="FromMs">When the first of them began, milliseconds since run start.</param>
/// <param name="UntilMs">When an attempt reached the server again; null = none has.</param>
/// <param name="Attempts">Attempts in between.</param>
/// <param name="Kind">What came of the last of them: refused, reset, connect (no connection in time), ...</param>
public sealed record ServerLost(double FromMs, double? UntilMs, long Attempts, string Kind);
