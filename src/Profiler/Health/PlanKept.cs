namespace VllmStream.Profiling.Health;

/// <summary>What an open loop planned, and what this client made of it.</summary>
/// <param name="Due">Requests that were due.</param>
/// <param name="Sent">Requests that were sent.</param>
/// <param name="HeldByCap">Requests that --max-concurrency held back until the run ended: the server's doing, not the client's.</param>
public sealed record PlanKept(long Due, long Sent, long HeldByCap);
