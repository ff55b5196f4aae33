using VllmStream.Cluster.Messages;

namespace VllmStream.Cluster.Coordinating;

/// <summary>How an agent stands in a run, at one moment. Immutable.</summary>
public sealed record AgentState
{
    /// <summary>Who.</summary>
    public required AgentInfo Info { get; init; }

    /// <summary>Its share, from 0.</summary>
    public required int Share { get; init; }

    /// <summary>How many shares there are.</summary>
    public required int Shares { get; init; }

    /// <summary>How far it is, as it said last.</summary>
    public AgentPhase Phase { get; init; }

    /// <summary>Why it refused, failed or ended early; null = nothing to say.</summary>
    public string? Why { get; init; }

    /// <summary>True while it is not heard.</summary>
    public bool IsLost { get; init; }

    /// <summary>For how long it was not heard in all, this time included.</summary>
    public TimeSpan Silence { get; init; }

    /// <summary>Reports that did not arrive; the result makes up for them.</summary>
    public long MissedReports { get; init; }

    /// <summary>Its clock against ours; null = not measured.</summary>
    public ClockEstimate? Clock { get; init; }

    /// <summary>Its result; null = not fetched, or there is none.</summary>
    public ReadOnlyMemory<byte>? Result { get; init; }

    /// <summary>The records on its own disk; null = none that we know of.</summary>
    public string? RecordFile { get; init; }

    /// <summary>True if nothing more is expected of it: its result is here, or it was given up.</summary>
    public bool IsSettled { get; init; }

    /// <summary>How sentences name its part.</summary>
    public string ShownShare => $"share {Share + 1} of {Shares}";
}
