using VllmStream.Cluster.Coordinating;
using VllmStream.Cluster.Link;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli;

/// <summary>Over which agents a run is spread.</summary>
internal sealed record ClusterOptions
{
    /// <summary>How the broker is reached; null = one of our own, with agents of our own.</summary>
    public LinkSettings? Link { get; init; }

    /// <summary>Which agents.</summary>
    public AgentWish Wish { get; init; } = AgentWish.AllFree;

    /// <summary>What becomes of the run when it loses one.</summary>
    public LossPolicy OnLoss { get; init; }

    /// <summary>For how long results are waited for behind the planned end while the broker is away.</summary>
    public TimeSpan AgentTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>True fetches the records of every agent.</summary>
    public bool Collects { get; init; }

    /// <summary>True gives the API key to the agents.</summary>
    public bool SendsKey { get; init; }

    /// <summary>The whole command line of the run, for those who run it.</summary>
    public OptionValues Given { get; init; } = new([]);
}
