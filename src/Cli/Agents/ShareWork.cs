using VllmStream.Cluster.Agents;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Agents;

/// <summary>The engine as an agent uses it: a share is a run of its own, whose start somebody else names.</summary>
/// <param name="agent">Name of the agent, for its files.</param>
/// <param name="own">Who it is to servers.</param>
/// <param name="folder">Where its records go.</param>
/// <param name="say">Takes a line for a person at the agent.</param>
internal sealed class ShareWork(string agent, OwnConnection own, string folder, Action<string> say) : IAgentWork
{
    /// <inheritdoc/>
    public IReadOnlyList<TargetUrl> TargetsOf(AgentAssignment assignment) => AssignedRun.TargetsOf(AssignedRun.Read(assignment, own));

    /// <inheritdoc/>
    public async Task<PreparedShare> PrepareAsync(AgentAssignment assignment, CancellationToken cancellation)
    {
        var options = AssignedRun.Read(assignment, own);
        var records = Path.Combine(folder, $"{agent}-run-{assignment.Run}-{assignment.Share + 1}.ndjson");
        var share = new PreparedRun(options, assignment, records, say);
        try
        {
            return new PreparedShare(share, await share.PrepareAsync(cancellation));
        }
        catch
        {
            await share.DisposeAsync();
            throw;
        }
    }
}
