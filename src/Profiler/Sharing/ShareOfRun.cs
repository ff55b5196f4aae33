using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Sharing;

/// <summary>One share of a run that is over, for <see cref="ShareMerge"/>.</summary>
public sealed record ShareOfRun
{
    /// <summary>Who had it, and what was seen of him; figures are filled in by the merge.</summary>
    public required AgentFigures Agent { get; init; }

    /// <summary>What it came to; null when no result came.</summary>
    public ShareResult? Result { get; init; }

    /// <summary>What it had told while it ran; null = nothing.</summary>
    public ShareState? Told { get; init; }

    /// <summary>Why its requests are not those of the plan although there is a result: others took over while it was away; null = they are.</summary>
    public string? Doubled { get; init; }

    /// <summary>How sentences name it.</summary>
    internal string Shown => Agent.Region.Length > 0 ? $"agent {Agent.Name} ({Agent.Region})" : $"agent {Agent.Name}";
}
