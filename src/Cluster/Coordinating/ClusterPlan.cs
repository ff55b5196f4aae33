using VllmStream.Profiling.Options;

namespace VllmStream.Cluster.Coordinating;

/// <summary>What all agents run, each its share of it.</summary>
public sealed record ClusterPlan
{
    /// <summary>The command line, without anything secret.</summary>
    public required IReadOnlyList<string> Args { get; init; }

    /// <summary>Seed of the plan.</summary>
    public required long Seed { get; init; }

    /// <summary>Files that the command line names.</summary>
    public IReadOnlyList<AttachedFile> Files { get; init; } = [];

    /// <summary>The API key, only if it was asked to be sent; goes over TLS or not at all.</summary>
    public Secret? Key { get; init; }

    /// <summary>How long the plan takes; null = it ends with a number of requests.</summary>
    public TimeSpan? Length { get; init; }
}
