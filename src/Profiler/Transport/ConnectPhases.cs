namespace VllmStream.Profiling.Transport;

/// <summary>How long each part of a new connection took, in ticks; 0 = that part did not happen.</summary>
/// <param name="DnsTicks">Name resolution.</param>
/// <param name="TcpTicks">TCP handshake.</param>
/// <param name="TlsTicks">TLS handshake.</param>
public readonly record struct ConnectPhases(long DnsTicks, long TcpTicks, long TlsTicks);
