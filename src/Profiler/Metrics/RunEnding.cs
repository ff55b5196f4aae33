using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics.ServerSide;

namespace VllmStream.Profiling.Metrics;

/// <summary>How a run ended, as its engine knows it: what the summary needs besides the records.</summary>
public sealed record RunEnding
{
    /// <summary>End of the run in monotonic ticks; closes a steady window that is still open.</summary>
    public required long EndTicks { get; init; }

    /// <summary>Measured requests that were due within the run; null when nobody knows.</summary>
    public long? Planned { get; init; }

    /// <summary>Measured requests that were sent.</summary>
    public required long Sent { get; init; }

    /// <summary>Measured requests that were due and never sent; null when nobody knows.</summary>
    public long? Abandoned { get; init; }

    /// <summary>The signal that ended it: 2 (Ctrl-C), 15 (SIGTERM); null = none.</summary>
    public int? Signal { get; init; }

    /// <summary>What ended it early in place of a signal of its own process; null = the signal.</summary>
    public string? InterruptedWhy { get; init; }

    /// <summary>True when the file ends without a summary: the run was cut, nobody knows by what.</summary>
    public bool FileCut { get; init; }

    /// <summary>A bad option or file; null = none.</summary>
    public string? BadInput { get; init; }

    /// <summary>Why the server was not reachable, or the probe failed; null = it was.</summary>
    public string? Unreachable { get; init; }

    /// <summary>A bug of ours; null = none.</summary>
    public string? InternalError { get; init; }

    /// <summary>The condition that aborted the run (--abort-on); null = none.</summary>
    public string? Aborted { get; init; }

    /// <summary>The client's own share; null when not measured.</summary>
    public ClientHealthReport? Client { get; init; }

    /// <summary>What the numbers say in sentences.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>What the server said about itself; null when it was not asked.</summary>
    public ServerSummary? Server { get; init; }
}
