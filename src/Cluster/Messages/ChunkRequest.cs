namespace VllmStream.Cluster.Messages;

/// <summary>Asks for a part of something that may be larger than one message: a file, a result, records.</summary>
internal sealed record ChunkRequest : IMessage
{
    public int V { get; init; } = Protocol.Major;

    public required string Token { get; init; }

    /// <summary>Which of the run's files; null where there is only one thing to fetch.</summary>
    public string? Name { get; init; }

    /// <summary>Bytes that the asker has already.</summary>
    public long Offset { get; init; }

    /// <summary>Most bytes that it can take in one message.</summary>
    public int Limit { get; init; }
}
