using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Output;

/// <summary>Sentences about the agents of a run, for each kind of report the same.</summary>
internal static class AgentText
{
    // Beyond it bursts are read late. The client's own verdict is measured, and this one only foretold.
    private const double NearCeiling = 0.8;

    // A start that is off by less changes no figure.
    private const double NoticedStartMs = 10;

    /// <summary>Heading of a verdict: OK with the share of its machine's CPU, else the verdict.</summary>
    public static string Verdict(AgentFigures agent) =>
        agent.Verdict != VerdictText.Of(Metrics.Verdict.Valid) ? agent.Verdict : agent.Client?.CpuRatio is { } cpu ? $"OK  cpu {Figure.Percent(cpu)}" : "OK";

    /// <summary>What is wrong with an agent, or odd; null where there is nothing.</summary>
    public static string? Trouble(AgentFigures agent)
    {
        if (agent.IsLost)
            return $"{agent.Why ?? "no result of it came"}; {Reported(agent)}";
        var reasons = (agent.Client?.InvalidReasons ?? []).Append(agent.Why).Append(Ceiling(agent)).Where(reason => !string.IsNullOrEmpty(reason)).ToArray();
        return reasons.Length == 0 ? null : string.Join("; ", reasons);
    }

    /// <summary>How near it came to what its machine takes; null where it is far from it, or nobody knows.</summary>
    public static string? Ceiling(AgentFigures agent) => agent is { EventsPerS: { } events, CeilingEventsPerS: > 0 and var ceiling } && events > NearCeiling * ceiling
        ? $"it read {Figure.Three(events)} token events/s, and its self-test found that its machine takes {Figure.Three(ceiling)}: more agents, or a smaller share" : null;

    /// <summary>How nearly at once they began; null where that is not known of any.</summary>
    public static string? Start(IReadOnlyList<AgentFigures> agents)
    {
        var begun = agents.Where(agent => agent.StartErrorMs is not null).ToArray();
        if (begun.Length == 0)
            return null;
        var farthest = begun.MaxBy(agent => Math.Abs(agent.StartErrorMs!.Value))!;
        var off = Math.Abs(farthest.StartErrorMs!.Value);
        var who = begun.Length == agents.Count ? "all" : $"{begun.Length} of {agents.Count}";
        var name = off >= NoticedStartMs && begun.Length > 1 ? $", {Name(farthest)} the farthest from it" : "";
        var clock = begun.Max(agent => agent.ClockErrorMs) is { } error ? $" (clocks known to {Figure.Tenth(error)} ms)" : "";
        return $"{who} within {(off < 1_000 ? $"{Figure.Tenth(off)} ms" : Figure.Time(off))} of the agreed instant{name}{clock}";
    }

    /// <summary>Who was not heard for a time, and which reports were lost on the way; empty where everything was heard.</summary>
    public static IEnumerable<string> Unheard(IReadOnlyList<AgentFigures> agents)
    {
        var silent = agents.Where(agent => agent is { IsLost: false, SilentMs: > 0 }).OrderByDescending(agent => agent.SilentMs).ToArray();
        if (silent.Length > 0)
            yield return $"{Name(silent[0])} was not heard for {Figure.Time(silent[0].SilentMs!.Value)}{(silent.Length > 1 ? $", {silent.Length - 1} more for less" : "")}";
        // Of a lost share nothing makes up for them.
        var missed = agents.Where(agent => !agent.IsLost).Sum(agent => agent.MissedReports ?? 0);
        if (missed > 0)
            yield return $"{Figure.Count(missed)} live {(missed == 1 ? "report" : "reports")} lost on the way: results make up for them";
    }

    /// <summary>The row for those that have none.</summary>
    public static string Left(int count) => $"and {count} more, all {VerdictText.Of(Metrics.Verdict.Valid)}";

    /// <summary>A region, or a word for none.</summary>
    public static string Region(string name) => name.Length > 0 ? name : "(none)";

    private static string Name(AgentFigures agent) => $"{agent.Name} (share {agent.Share})";

    private static string Reported(AgentFigures agent)
    {
        if (agent is { Sent: null, Ok: null, Failed: null })
            return "it had reported nothing";
        var sent = agent.Sent is { } all ? $"{Figure.Count(all)} sent, " : "";
        return $"what it had reported ({sent}{Figure.Count(agent.Ok ?? 0)} ok, {Figure.Count(agent.Failed ?? 0)} failed) is in no total";
    }
}
