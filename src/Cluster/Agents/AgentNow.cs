using VllmStream.Cluster.Messages;

namespace VllmStream.Cluster.Agents;

/// <summary>How an agent stands, as its next message says it.</summary>
/// <param name="Kind">Last word of the subject.</param>
/// <param name="Phase">How far it is.</param>
/// <param name="Why">Why it refused, failed or drains; null = nothing to say.</param>
/// <param name="Body">Facts of a ready agent; else empty.</param>
internal sealed record AgentNow(string Kind, AgentPhase Phase, string? Why, ReadOnlyMemory<byte> Body);
