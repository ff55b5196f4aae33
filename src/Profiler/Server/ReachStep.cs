namespace VllmStream.Profiling.Server;

/// <summary>One of the things that stand between us and a server, as they were last tried.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Result">What came of it, in a few words; null = not reached.</param>
/// <param name="Times">Attempts in a row with this result.</param>
public sealed record ReachStep(ReachStepKind Kind, string? Result, int Times);
