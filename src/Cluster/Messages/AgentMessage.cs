namespace VllmStream.Cluster.Messages;

/// <summary>What an agent says in a run, once a second at least. Body: of a report the engine's interval, of ready its facts; often none.</summary>
internal sealed record AgentMessage : IMessage
{
    public int V { get; init; } = Protocol.Major;

    public required AgentPhase Phase { get; init; }

    /// <summary>How many reports there were, this one included if it has a body: a number that was left out is a report that was lost.</summary>
    public long Seq { get; init; }

    /// <summary>Why it refused, failed or drains; null = nothing to say.</summary>
    public string? Why { get; init; }
}
