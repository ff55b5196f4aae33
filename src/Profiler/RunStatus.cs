using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Probing;
using VllmStream.Profiling.Server;

namespace VllmStream.Profiling;

/// <summary>Where a run is at one instant, and what it waits for; immutable. What belongs to another state is null.</summary>
public sealed record RunStatus
{
    /// <summary>The state.</summary>
    public required RunState State { get; init; }

    /// <summary>Milliseconds since run start.</summary>
    public required double ElapsedMs { get; init; }

    /// <summary>The attempts to reach the server, also when they are over; null before the first, and where none is made.</summary>
    public ReachStatus? Reach { get; init; }

    /// <summary>Connecting: milliseconds to the next attempt; null while one is under way.</summary>
    public double? NextAttemptInMs { get; init; }

    /// <summary>Connecting: milliseconds until it gives up.</summary>
    public double? GivesUpInMs { get; init; }

    /// <summary>Probe: milliseconds from its send to its first token; null before that.</summary>
    public double? ProbeFirstTokenMs { get; init; }

    /// <summary>Warm-up: milliseconds since its begin.</summary>
    public double? WarmupMs { get; init; }

    /// <summary>Warm-up: requests begun.</summary>
    public long? WarmupSent { get; init; }

    /// <summary>Warm-up: how many there are to be; null when a time ends it.</summary>
    public long? WarmupRequests { get; init; }

    /// <summary>Running: milliseconds of the measured window so far.</summary>
    public double? MeasuredMs { get; init; }

    /// <summary>Length of the measured window in milliseconds; null when a number of requests ends it.</summary>
    public double? PlannedMs { get; init; }

    /// <summary>Requests of the measured window; null when a time ends it.</summary>
    public long? PlannedRequests { get; init; }

    /// <summary>Share of the measured part that is done, 0..1; null before the load.</summary>
    public double? ProgressRatio { get; init; }

    /// <summary>Requests in flight, those that wait for a retry included; null before the load.</summary>
    public long? InFlight { get; init; }

    /// <summary>Draining: milliseconds until what is still in flight is given up.</summary>
    public double? CutInMs { get; init; }

    /// <summary>The result, once it is over.</summary>
    public RunSummary? Summary { get; init; }

    /// <summary>Why the load never began; null when it did, or has not been tried.</summary>
    public StartFailure? Failure { get; init; }

    /// <summary>Exit code of the process, once it is over.</summary>
    public int? ExitCode => Summary?.Judgement.ExitCode;

    /// <summary>Checks that passed, once it is over.</summary>
    public int? ChecksPassed => Summary?.Checks.Count(check => check.Pass);
}
