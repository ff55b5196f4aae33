namespace VllmStream.Profiling.Workload;

/// <summary>What all requests of a group have in common beside their text. Immutable.</summary>
/// <param name="Group">The group: every metric exists for it.</param>
/// <param name="Route">Number of its route: endpoint, path and headers.</param>
public sealed record RequestKind(string Group, int Route);
