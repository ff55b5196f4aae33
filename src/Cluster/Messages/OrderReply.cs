namespace VllmStream.Cluster.Messages;

/// <summary>What an agent answers to an order.</summary>
internal sealed record OrderReply : IMessage
{
    public int V { get; init; } = Protocol.Major;

    /// <summary>Why it does not do it; null = it does.</summary>
    public string? Refusal { get; init; }

    public AgentPhase Phase { get; init; }

    /// <summary>Short id of the run that it has; null = none.</summary>
    public string? Run { get; init; }
}
