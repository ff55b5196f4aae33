namespace VllmStream.Cluster.Agents;

/// <summary>What a share came to.</summary>
/// <param name="Summary">Cumulative: histograms and counts of the whole share; only engines understand it.</param>
/// <param name="RecordFile">The records on this machine's disk; null = none were written.</param>
public sealed record AgentResult(ReadOnlyMemory<byte> Summary, string? RecordFile = null);
