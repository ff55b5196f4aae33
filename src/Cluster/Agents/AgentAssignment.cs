using VllmStream.Profiling.Options;

namespace VllmStream.Cluster.Agents;

/// <summary>One agent's share of a run, checked and with its files at hand.</summary>
public sealed record AgentAssignment
{
    /// <summary>The run's short id.</summary>
    public required string Run { get; init; }

    /// <summary>Which share, from 0: the requests k of the plan with k mod <see cref="Shares"/> = this.</summary>
    public required int Share { get; init; }

    /// <summary>How many shares there are.</summary>
    public required int Shares { get; init; }

    /// <summary>Seed of the plan, the same for all.</summary>
    public required long Seed { get; init; }

    /// <summary>The command line of the run; never a secret.</summary>
    public required IReadOnlyList<string> Args { get; init; }

    /// <summary>Files of the command line: the name that it has there, and the path of our copy.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>The API key, where the coordinator sent one; null = the agent has its own.</summary>
    public Secret? Key { get; init; }

    /// <summary>Which addresses may be contacted: a redirect has to be asked of it again.</summary>
    public required TargetRules Targets { get; init; }
}
