using VllmStream.Cluster.Coordinating;
using VllmStream.Cluster.Link;

namespace VllmStream.Cli.Coordinating;

/// <summary>A run that was picked up; whoever picked it up lets go of it.</summary>
/// <param name="Link">To its broker.</param>
/// <param name="Run">The run.</param>
/// <param name="Watch">What was heard of it so far.</param>
internal sealed record AttachedRun(NatsLink Link, ClusterRun Run, AgentWatch Watch);
