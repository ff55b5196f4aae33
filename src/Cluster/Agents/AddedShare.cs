namespace VllmStream.Cluster.Agents;

/// <summary>A part of the share of an agent that was lost.</summary>
/// <param name="Share">The lost share.</param>
/// <param name="Part">Which part of it, from 0: every <paramref name="Parts"/>-th request of that share.</param>
/// <param name="Parts">How many agents divide it.</param>
/// <param name="FromTicks">From when on, on this machine's monotonic clock; what was due before stays lost.</param>
public sealed record AddedShare(int Share, int Part, int Parts, long FromTicks);
