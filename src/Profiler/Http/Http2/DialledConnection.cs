using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Http.Http2;

/// <summary>A connection as it was dialled: TCP, through the proxy's tunnel where there is one, and before TLS.</summary>
/// <param name="Bytes">What goes over it, with the time of the newest read.</param>
/// <param name="Phases">How long it took.</param>
/// <param name="ReadyTicks">When it was there.</param>
internal sealed record DialledConnection(PipeStream Bytes, ConnectPhases Phases, long ReadyTicks);
