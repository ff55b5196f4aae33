using VllmStream.Cli.Coordinating;
using VllmStream.Cli.Running;
using VllmStream.Cluster.Coordinating;
using VllmStream.Cluster.Link;

namespace VllmStream.Cli.Commands;

/// <summary>Picks up a run whose coordinator is gone, and goes on as that one would have.</summary>
internal static class AttachCommand
{
    /// <summary>Does it; the result is the exit code.</summary>
    internal static async Task<int> ExecuteAsync(ParsedAttach parsed)
    {
        var talk = new Talk(Console.Error, parsed.Quiet, overwrite: false);
        var link = await NatsLink.ConnectAsync(parsed.Link, LinkRole.Coordinator);
        ClusterRun? run = null;
        try
        {
            var watch = new AgentWatch(talk.Line);
            run = await ClusterRun.AttachAsync(link, parsed.Run, new ClusterRunSettings { Version = VersionText.Number, AgentTimeout = parsed.Cluster.AgentTimeout }, watch);
            talk.Line($"attached to run {run.Id} with {run.State.Agents.Count} agents");
            var attached = new AttachedRun(link, run, watch);
            return await RunCommand.ExecuteAsync(parsed.Resume(run.State.Args) with { Cluster = parsed.Cluster with { Link = parsed.Link }, Attached = attached });
        }
        finally
        {
            if (run is not null)
                await run.DisposeAsync();
            await link.DisposeAsync();
        }
    }
}
