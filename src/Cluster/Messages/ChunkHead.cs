namespace VllmStream.Cluster.Messages;

/// <summary>In front of a part of something; the part is the body.</summary>
internal sealed record ChunkHead : IMessage
{
    public int V { get; init; } = Protocol.Major;

    /// <summary>Why there is nothing; null = there is.</summary>
    public string? Refusal { get; init; }

    /// <summary>Of an agent.</summary>
    public AgentPhase Phase { get; init; }

    /// <summary>Bytes of the whole.</summary>
    public long Size { get; init; }

    /// <summary>Of the whole, hexadecimal.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Of a result: the file with the records on the agent's disk; null = none was written.</summary>
    public string? RecordFile { get; init; }

    /// <summary>Of a result: why the agent ended before its plan did; null = it did not.</summary>
    public string? Why { get; init; }
}
