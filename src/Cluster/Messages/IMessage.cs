namespace VllmStream.Cluster.Messages;

/// <summary>A message between coordinator and agent: it says which version of the protocol it is written in.</summary>
internal interface IMessage
{
    /// <summary>Major version: <see cref="Protocol.Major"/> for what this program writes. New members do not change it.</summary>
    int V { get; }
}
