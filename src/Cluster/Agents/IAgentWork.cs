using VllmStream.Profiling.Options;

namespace VllmStream.Cluster.Agents;

/// <summary>What an agent does for a run: the engine, behind what the messages need of it.</summary>
public interface IAgentWork
{
    /// <summary>Every address that the run would contact, read out of its command line: target, metrics pages, proxies. Nothing is dialled.</summary>
    /// <exception cref="OptionException">The command line cannot be run; its line is what the coordinator is told.</exception>
    IReadOnlyList<TargetUrl> TargetsOf(AgentAssignment assignment);

    /// <summary>Checks the command line and looks at the server, as a local run does before its load.</summary>
    /// <exception cref="OptionException">The run cannot be done here; its line is what the coordinator is told.</exception>
    Task<PreparedShare> PrepareAsync(AgentAssignment assignment, CancellationToken cancellation);
}
