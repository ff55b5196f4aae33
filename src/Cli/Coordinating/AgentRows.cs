using VllmStream.Cluster.Coordinating;
using VllmStream.Cluster.Messages;
using VllmStream.Profiling;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Sharing;
using VllmStream.Tui.State;

namespace VllmStream.Cli.Coordinating;

/// <summary>The agents of a run as a screen shows them: what the broker knows of each, and what it told.</summary>
internal static class AgentRows
{
    /// <summary>A row for each, by share.</summary>
    internal static IReadOnlyList<AgentRow> Of(IReadOnlyList<AgentState> agents, SharedRun? shared) =>
        shared is null ? [.. agents.Select(static agent => RowOf(agent, null))] : shared.Read<IReadOnlyList<AgentRow>>(told => [.. agents.Select(agent => RowOf(agent, told.GetValueOrDefault(AgentWatch.NameOf(agent))))]);

    private static AgentRow RowOf(AgentState agent, ShareState? told)
    {
        var row = AgentRow.Of(AgentFacts.Of(agent), agent.Shares) with { Standing = StandingOf(agent), Why = agent.Why };
        if (told?.Latest is not { } latest)
            return row;
        var ttft = new Distribution(isNarrow: true);
        foreach (var group in told.Groups.Values)
            ttft.Add(group[MetricId.Ttft]);
        return row with
        {
            Sent = latest.Groups.Sum(static group => group.Sent), InFlight = latest.Groups.Sum(static group => group.InFlight),
            Ok = latest.Groups.Sum(static group => group.Ok), Failed = latest.Groups.Sum(static group => group.Failed),
            RequestsPerS = latest.Groups.Sum(static group => group.RequestsPerS), OutputTokensPerS = latest.Groups.Sum(static group => group.OutputTokensPerS),
            TtftP50Ms = ttft.Value(50), TtftP99Ms = ttft.Value(99), InvalidReasons = latest.InvalidReasons,
        };
    }

    private static AgentStanding StandingOf(AgentState agent) => agent switch
    {
        { IsLost: true } => AgentStanding.Lost,
        { Phase: AgentPhase.Preparing or AgentPhase.Idle } => AgentStanding.Preparing,
        { Phase: AgentPhase.Ready } => AgentStanding.Ready,
        { Phase: AgentPhase.Running } => AgentStanding.Running,
        { Phase: AgentPhase.Draining } => AgentStanding.Draining,
        { Phase: AgentPhase.Done } => AgentStanding.Done,
        { Phase: AgentPhase.Refused } => AgentStanding.Refused,
        _ => AgentStanding.Failed,
    };
}
