namespace VllmStream.Cluster.Messages;

/// <summary>What is read of a message before anything else.</summary>
internal sealed record MessageVersion(int V) : IMessage;
