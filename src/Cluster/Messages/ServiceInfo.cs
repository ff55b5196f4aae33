namespace VllmStream.Cluster.Messages;

/// <summary>What the Services API answers to INFO, as far as it is needed.</summary>
internal sealed record ServiceInfo
{
    public string? Name { get; init; }

    public string? Version { get; init; }

    public Dictionary<string, string>? Metadata { get; init; }
}
