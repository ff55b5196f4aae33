namespace VllmStream.Profiling.Http;

/// <summary>When a request left.</summary>
/// <param name="BegunTicks">Its last write began.</param>
/// <param name="SentTicks">The last byte had been handed to the socket.</param>
public readonly record struct SendTimes(long BegunTicks, long SentTicks);
