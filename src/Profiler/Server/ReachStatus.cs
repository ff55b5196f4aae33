namespace VllmStream.Profiling.Server;

/// <summary>How the attempts to reach a server stand; immutable. Times are monotonic ticks.</summary>
/// <param name="Target">The address that is tried.</param>
/// <param name="Attempt">Number of the newest attempt, from 1; 0 before the first.</param>
/// <param name="MostAttempts">How many there will be at most, as far as that can be told.</param>
/// <param name="NextAttemptTicks">When the next one begins; 0 while one is under way, or none follows.</param>
/// <param name="GivesUpTicks">When waiting ends.</param>
/// <param name="Failure">Why the newest attempt that has ended failed; null before.</param>
/// <param name="TookTicks">How long it took.</param>
/// <param name="Steps">What was tried.</param>
public sealed record ReachStatus(
    string Target, int Attempt, int MostAttempts, long NextAttemptTicks, long GivesUpTicks, string? Failure, long TookTicks, IReadOnlyList<ReachStep> Steps);
