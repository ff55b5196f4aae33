using VllmStream.Cluster.Link;

namespace VllmStream.Cli;

/// <summary>A command line that picks up a run whose coordinator is gone, read and validated.</summary>
/// <param name="Run">Its id, or the beginning of it.</param>
/// <param name="Link">How the broker is reached.</param>
/// <param name="Cluster">What else is said of the agents.</param>
/// <param name="Resume">Reads the run's own command line, which lies with the broker: program name excluded.</param>
internal sealed record ParsedAttach(string Run, LinkSettings Link, ClusterOptions Cluster, Func<IReadOnlyList<string>, ParsedRun> Resume)
{
    /// <summary>True for nothing on stderr but errors.</summary>
    public bool Quiet { get; init; }
}
