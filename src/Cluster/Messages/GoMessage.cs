namespace VllmStream.Cluster.Messages;

/// <summary>The agreed start.</summary>
internal sealed record GoMessage : IMessage
{
    public int V { get; init; } = Protocol.Major;

    public required string Token { get; init; }

    /// <summary>On the agent's own monotonic clock.</summary>
    public required long StartTicks { get; init; }
}
