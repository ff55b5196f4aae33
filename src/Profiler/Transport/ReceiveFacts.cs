namespace VllmStream.Profiling.Transport;

/// <summary>How an answer's bytes came out of the kernel.</summary>
/// <param name="MergedSegments">Data segments that came in a read together with an earlier one.</param>
/// <param name="FoundFull">True when a late read found the receive buffer full: the peer could not send on because this client did not read.</param>
public readonly record struct ReceiveFacts(long MergedSegments, bool FoundFull);
