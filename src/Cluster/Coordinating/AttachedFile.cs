namespace VllmStream.Cluster.Coordinating;

/// <summary>A file of the command line that agents get a copy of.</summary>
/// <param name="Name">How the command line names it.</param>
/// <param name="Path">Where it lies.</param>
public sealed record AttachedFile(string Name, string Path);
