using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Output;

/// <summary>The agents that a table lists: all that are not VALID, lost ones first, and of the others so many that it can be read.</summary>
/// <param name="Shown">In the order of the rows: by share within a verdict; where not all fit, those that are VALID by failures and TTFT, the worst first.</param>
/// <param name="Left">How many more there are, all VALID.</param>
internal sealed record AgentSelection(IReadOnlyList<AgentFigures> Shown, int Left)
{
    private static readonly string[] WorstFirst = [AgentFigures.Lost, VerdictText.Of(Verdict.Failed), VerdictText.Of(Verdict.NotValid), VerdictText.Of(Verdict.Interrupted)];

    /// <summary>Chooses.</summary>
    /// <param name="agents">All of them.</param>
    /// <param name="most">Rows to stay within, where that hides nobody who is not VALID.</param>
    public static AgentSelection Of(IReadOnlyList<AgentFigures> agents, int most)
    {
        AgentFigures[] sorted = [.. agents.Where(IsNotValid).OrderBy(RankOf).ThenBy(agent => agent.Share)];
        var valid = agents.Where(agent => !IsNotValid(agent));
        valid = agents.Count <= most
            ? valid.OrderBy(agent => agent.Share)
            : valid.OrderByDescending(agent => agent.Failed ?? 0).ThenByDescending(agent => agent.TtftP50Ms ?? 0).ThenBy(agent => agent.Share);
        AgentFigures[] shown = [.. sorted, .. valid.Take(Math.Max(0, most - sorted.Length))];
        return new AgentSelection(shown, agents.Count - shown.Length);
    }

    private static bool IsNotValid(AgentFigures agent) => agent.Verdict != VerdictText.Of(Verdict.Valid);

    // A word that is none of ours is a verdict of a newer version, of which nothing good is known.
    private static int RankOf(AgentFigures agent) => Array.IndexOf(WorstFirst, agent.Verdict);
}
