using VllmStream.Cluster.Messages;

namespace VllmStream.Cluster.Coordinating;

/// <summary>How a coordinator behaves.</summary>
public sealed record ClusterRunSettings
{
    /// <summary>Version of the program; agents of another major or minor version refuse.</summary>
    public required string Version { get; init; }

    /// <summary>Short id of the run; null = a new one.</summary>
    public string? Run { get; init; }

    /// <summary>Which agents.</summary>
    public AgentWish Wish { get; init; } = AgentWish.AllFree;

    /// <summary>What becomes of the run when it loses one.</summary>
    public LossPolicy OnLoss { get; init; }

    /// <summary>For how long it waits until enough agents are there.</summary>
    public TimeSpan FindTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For how long it waits until all are ready: each looks at its server first.</summary>
    public TimeSpan PrepareTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>From the order to start to the start.</summary>
    public TimeSpan StartLead { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>An agent that was not heard for this long is lost.</summary>
    public TimeSpan AgentSilence { get; init; } = Protocol.AgentSilence;

    /// <summary>For how long results are waited for behind the planned end while the broker is away.</summary>
    public TimeSpan AgentTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For how long a lost agent may come back once all others have delivered.</summary>
    public TimeSpan LostTime { get; init; } = TimeSpan.FromSeconds(10);
}
