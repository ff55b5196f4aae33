namespace VllmStream.Cluster.Messages;

/// <summary>A request to an agent that needs no more than to say which run is meant: status, drain, stop, acknowledge.</summary>
internal sealed record RunOrder : IMessage
{
    public int V { get; init; } = Protocol.Major;

    /// <summary>The run's token; null where no run is meant.</summary>
    public string? Token { get; init; }
}
