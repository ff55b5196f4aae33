namespace VllmStream.Cluster.Messages;

/// <summary>An agent's monotonic clock.</summary>
internal sealed record ClockReply : IMessage
{
    public int V { get; init; } = Protocol.Major;

    public required long Ticks { get; init; }

    public required long TicksPerSecond { get; init; }
}
