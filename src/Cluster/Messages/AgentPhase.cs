namespace VllmStream.Cluster.Messages;

/// <summary>How far an agent is with a run.</summary>
public enum AgentPhase
{
    /// <summary>It has no run.</summary>
    Idle,

    /// <summary>It fetches files, and looks at its server.</summary>
    Preparing,

    /// <summary>It waits for the start.</summary>
    Ready,

    /// <summary>It did not take the run, and said why.</summary>
    Refused,

    /// <summary>It sends requests, or waits for the agreed instant.</summary>
    Running,

    /// <summary>It sends no more requests and waits for those in flight.</summary>
    Draining,

    /// <summary>Its result can be fetched.</summary>
    Done,

    /// <summary>It broke off, and said why; there is no result.</summary>
    Failed,
}
