
namespace VllmStream.Profiling.Transport;

/// <summary>A new connection, or why there is none.</summary>
/// <param name="Pipe">The connection; null when it failed.</param>
/// <param name="Error">Why it failed; null on success.</param>
public readonly record struct ConnectResult(TimedPipe? Pipe, RequestError? Error);
