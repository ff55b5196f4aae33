namespace VllmStream.Profiling.Http;

/// <summary>What one read of a body brought; the bytes are in the reader's buffer.</summary>
/// <param name="State">How the body goes on.</param>
/// <param name="ArrivedTicks">When the newest bytes arrived, in ticks.</param>
/// <param name="Problem">What is wrong, when the body is broken or malformed.</param>
public readonly record struct BodyRead(BodyState State, long ArrivedTicks, string? Problem);
