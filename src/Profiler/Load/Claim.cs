namespace VllmStream.Profiling.Load;

/// <summary>Leave to send one request.</summary>
/// <param name="Id">Number of the request in the plan.</param>
/// <param name="Warmup">True when it does not count.</param>
public readonly record struct Claim(long Id, bool Warmup);
