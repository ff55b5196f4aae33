namespace VllmStream.Profiling.Http;

/// <summary>What waiting for a response head brought.</summary>
/// <param name="ArrivedTicks">When its last byte arrived, in ticks.</param>
/// <param name="End">How it ended.</param>
/// <param name="Problem">Why there is none; null when there is.</param>
public readonly record struct HeadRead(long ArrivedTicks, HeadEnd End, string? Problem);
