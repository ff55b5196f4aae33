using VllmStream.Profiling.Metrics;

namespace VllmStream.Tui.State;

/// <summary>All that is known of a run at one instant; immutable. Freezing the screen is keeping one of these.</summary>
public sealed record ScreenData
{
    /// <summary>What was run, against what; null until the server has answered.</summary>
    public RunDescription? Run { get; init; }

    /// <summary>The server's address, known from the start.</summary>
    public required string Target { get; init; }

    /// <summary>The figures.</summary>
    public RunSnapshot Snapshot { get; init; } = RunSnapshot.Empty;

    /// <summary>The result, once there is one.</summary>
    public RunSummary? Summary { get; init; }

    /// <summary>Why the run never began; null when it did.</summary>
    public string? StartFailure { get; init; }

    /// <summary>What was tried before the load, newest last.</summary>
    public IReadOnlyList<string> Talk { get; init; } = [];

    /// <summary>Planned length of the measured part, ms; null when it does not end by time.</summary>
    public double? PlannedMs { get; init; }

    /// <summary>Planned number of measured requests; null when they do not end it.</summary>
    public long? PlannedRequests { get; init; }

    /// <summary>Requests of the warm-up; null when it ends by time, or there is none.</summary>
    public long? WarmupRequests { get; init; }

    /// <summary>The run's file; null = none.</summary>
    public string? File { get; init; }

    /// <summary>Its size; null = not known.</summary>
    public long? FileBytes { get; init; }

    /// <summary>True for a run of before, read from its file.</summary>
    public bool IsReport { get; init; }

    /// <summary>True once the user has asked the run to end.</summary>
    public bool IsEnding { get; init; }
}
