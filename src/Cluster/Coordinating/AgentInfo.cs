using VllmStream.Cluster.Messages;

namespace VllmStream.Cluster.Coordinating;

/// <summary>An agent as it was found.</summary>
public sealed record AgentInfo
{
    /// <summary>Its random id.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is; empty = nowhere in particular.</summary>
    public string Region { get; init; } = "";

    /// <summary>Its labels: key=value, with commas between them.</summary>
    public string Labels { get; init; } = "";

    /// <summary>Version of its program.</summary>
    public string Version { get; init; } = "";

    /// <summary>Its cores; null = it does not say.</summary>
    public int? Cores { get; init; }

    /// <summary>Events per second that it was measured to take; null = not measured.</summary>
    public double? CeilingPerSecond { get; init; }

    /// <summary>True if its own link to the broker is TLS.</summary>
    public bool IsTls { get; init; }

    /// <summary>How far it is with what it does.</summary>
    public AgentPhase Phase { get; init; }

    /// <summary>The run that it is busy with; null = none.</summary>
    public string? Run { get; init; }

    /// <summary>How sentences name it.</summary>
    public string Shown => Region.Length > 0 ? $"{Name} ({Region})" : Name;
}
