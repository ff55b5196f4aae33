using System.Globalization;
using VllmStream.Cluster;
using VllmStream.Cluster.Coordinating;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Coordinating;

/// <summary>The records of the agents as files here, one for each share, named after the run's own.</summary>
/// <param name="own">The run's file.</param>
internal sealed class CollectedRecords(string own)
{
    // Who names an input like the thousandth of them means it.
    private const int MostLikely = 999;

    /// <summary>Those of so many shares as a run may well have.</summary>
    internal IEnumerable<string> Likely => Enumerable.Range(0, MostLikely).Select(PathOf);

    /// <summary>The file of a share.</summary>
    /// <param name="share">From 0.</param>
    internal string PathOf(int share) =>
        Path.Combine(Path.GetDirectoryName(own) ?? "", string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(own)}-{share + 1:00}.ndjson"));

    /// <summary>Fetches them all; one that does not come is told, and keeps no other from coming.</summary>
    /// <returns>Path by share.</returns>
    internal async Task<Dictionary<int, string>> FetchAsync(ClusterRun run, IReadOnlyList<AgentState> agents, Action<string> say)
    {
        var files = new Dictionary<int, string>();
        foreach (var agent in agents.Where(static agent => agent is { Result: not null, RecordFile: not null }))
        {
            var path = PathOf(agent.Share);
            try
            {
                await using (var file = Running.RunOutput.Open(path))
                {
                    if (!await run.FetchRecordsAsync(agent, file))
                        throw new ClusterException("it does not answer");
                }

                files[agent.Share] = path;
            }
            catch (Exception e) when (e is ClusterException or OptionException or IOException or UnauthorizedAccessException)
            {
                say($"warning: the records of agent {agent.Info.Shown} were not fetched: {e.Message}; they lie in {agent.RecordFile} there");
            }
        }

        return files;
    }
}
