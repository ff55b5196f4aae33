using VllmStream.Profiling;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Tui.State;

/// <summary>All that is known of a run at one instant; immutable. Freezing the screen is keeping one of these.</summary>
public sealed record ScreenData
{
    /// <summary>The server's address, known from the start.</summary>
    public required string Target { get; init; }

    /// <summary>Where the run is; null for a run of before.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>What is run, against what; null until the server has answered.</summary>
    public RunDescription? Run { get; init; }

    /// <summary>The figures.</summary>
    public RunSnapshot Snapshot { get; init; } = RunSnapshot.Empty;

    /// <summary>The requests in flight, the oldest first.</summary>
    public IReadOnlyList<LiveRequest> Live { get; init; } = [];

    /// <summary>The agents that the run is spread over, by share; empty for a run of this machine alone. Single requests are not among the data then: they stay where they are sent.</summary>
    public IReadOnlyList<AgentRow> Agents { get; init; } = [];

    /// <summary>The result, once there is one.</summary>
    public RunSummary? Summary { get; init; }

    /// <summary>A run of before to compare with; null = none.</summary>
    public OtherRun? Other { get; init; }

    /// <summary>The run's file; null = none.</summary>
    public string? File { get; init; }
}
