namespace VllmStream.Cluster.Messages;

/// <summary>More work for a running agent: a part of the share of one that was lost.</summary>
internal sealed record ShareMessage : IMessage
{
    public int V { get; init; } = Protocol.Major;

    public required string Token { get; init; }

    /// <summary>The lost share.</summary>
    public required int Share { get; init; }

    /// <summary>Which part of it, from 0: every <see cref="Parts"/>-th request of that share.</summary>
    public required int Part { get; init; }

    public required int Parts { get; init; }

    /// <summary>From when on, on the agent's own monotonic clock; what was due before stays lost.</summary>
    public required long FromTicks { get; init; }
}
