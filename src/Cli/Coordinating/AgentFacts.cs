using VllmStream.Cluster.Coordinating;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Cli.Coordinating;

/// <summary>What a coordinator knows of an agent beside what that says of its requests, in the words of a summary.</summary>
internal static class AgentFacts
{
    /// <summary>Who it is, how it was heard, and how well its clock is known; nothing of what it did.</summary>
    internal static AgentFigures Of(AgentState agent) => new()
    {
        Name = agent.Info.Name,
        Region = agent.Info.Region,
        Labels = agent.Info.Labels,
        CeilingEventsPerS = agent.Info.CeilingPerSecond,
        Share = agent.Share + 1,
        SilentMs = agent.Silence > TimeSpan.Zero ? agent.Silence.TotalMilliseconds : null,
        MissedReports = agent.MissedReports > 0 ? agent.MissedReports : null,
        ClockErrorMs = agent.Clock?.UncertaintyMs,
    };
}
