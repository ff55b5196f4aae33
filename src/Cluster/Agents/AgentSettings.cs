namespace VllmStream.Cluster.Agents;

/// <summary>How an agent behaves.</summary>
public sealed record AgentSettings
{
    /// <summary>What it may fire at; by default loopback only.</summary>
    public TargetRules Targets { get; init; } = TargetRules.Loopback;

    /// <summary>Takes a line for a person at the agent, on any thread; null = nobody is there.</summary>
    public Action<string>? OnNote { get; init; }

    /// <summary>Where copies of a run's files lie while it lasts.</summary>
    public string WorkFolder { get; init; } = Path.GetTempPath();

    /// <summary>For how long a result that nobody fetched is kept.</summary>
    public TimeSpan KeepResults { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A coordinator that was not heard for this long is gone.</summary>
    public TimeSpan CoordinatorSilence { get; init; } = Messages.Protocol.CoordinatorSilence;

    /// <summary>For how long an agent that was told to end waits for its share to drain and its result to be fetched.</summary>
    public TimeSpan LeaveTime { get; init; } = TimeSpan.FromSeconds(75);
}
