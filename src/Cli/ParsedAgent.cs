using VllmStream.Cli.Agents;
using VllmStream.Cluster.Agents;
using VllmStream.Cluster.Link;

namespace VllmStream.Cli;

/// <summary>A command line of agent, read and validated.</summary>
internal sealed record ParsedAgent
{
    /// <summary>How the broker is reached.</summary>
    public required LinkSettings Link { get; init; }

    /// <summary>What it says of itself.</summary>
    public required AgentIdentity Identity { get; init; }

    /// <summary>What it may fire at.</summary>
    public required TargetRules Targets { get; init; }

    /// <summary>Who it is to servers.</summary>
    public required OwnConnection Own { get; init; }

    /// <summary>Where its records and copies of files lie.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>True for nothing on stderr but errors.</summary>
    public bool Quiet { get; init; }

    /// <summary>Lines for stderr before it starts; without the word "warning".</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
