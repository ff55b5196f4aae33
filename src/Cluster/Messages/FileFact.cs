namespace VllmStream.Cluster.Messages;

/// <summary>A file of the run that agents fetch from the coordinator.</summary>
/// <param name="Name">How the command line names it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Hexadecimal.</param>
internal sealed record FileFact(string Name, long Size, string Sha256);
