namespace VllmStream.Cluster.Messages;

/// <summary>A coordinator is heard once a second, so that its agents know that it lives.</summary>
internal sealed record CoordinatorBeat : IMessage
{
    public int V { get; init; } = Protocol.Major;

    /// <summary>Which coordinator: random for each process.</summary>
    public required string Holder { get; init; }

    /// <summary>1 for the one that began the run, one more for each that took it over: the higher one is right.</summary>
    public required int Generation { get; init; }
}
