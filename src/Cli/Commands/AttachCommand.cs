using VllmStream.Cli.Coordinating;
using VllmStream.Cli.Running;
using VllmStream.Cluster;
using VllmStream.Cluster.Coordinating;
using VllmStream.Cluster.Link;
using VllmStream.Cluster.Messages;

namespace VllmStream.Cli.Commands;

/// <summary>Picks up a run whose coordinator is gone, and goes on as that one would have.</summary>
internal static class AttachCommand
{
    /// <summary>Does it; the result is the exit code.</summary>
    internal static async Task<int> ExecuteAsync(ParsedAttach parsed)
    {
        var talk = new Talk(Console.Error, parsed.Quiet, overwrite: false);
        var watch = new AgentWatch(talk.Line);
        await using var link = await NatsLink.ConnectAsync(parsed.Link, LinkRole.Coordinator);
        await using var run = await ClusterRun.AttachAsync(link, parsed.Run, new ClusterRunSettings { Version = VersionText.Number, AgentTimeout = parsed.Cluster.AgentTimeout }, watch);
        if (run.State.StartsAt is null && run.Agents.All(static agent => agent.Phase < AgentPhase.Running))
        {
            // They would wait for an order to start as long as they hear somebody.
            await run.ReleaseAsync();
            throw new ClusterException($"run {run.Id} never began: its coordinator was gone before the start", "the run anew");
        }

        talk.Line($"attached to run {run.Id} with {run.State.Agents.Count} agents");
        return await RunCommand.ExecuteAsync(parsed.Resume(run.State.Args) with { Cluster = parsed.Cluster with { Link = parsed.Link }, Attached = new AttachedRun(link, run, watch) });
    }
}
