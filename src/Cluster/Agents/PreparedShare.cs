namespace VllmStream.Cluster.Agents;

/// <summary>What came of the look before the load.</summary>
/// <param name="Work">The share, ready to start.</param>
/// <param name="Facts">What the coordinator should know of it; only engines understand it.</param>
public sealed record PreparedShare(IPreparedWork Work, ReadOnlyMemory<byte> Facts);
