using VllmStream.Profiling.Metrics;

namespace VllmStream.Tui.State;

/// <summary>One agent of a run, as it was heard last. Immutable; null = not known, or not yet.</summary>
public sealed record AgentRow
{
    /// <summary>What people call it; not unique.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands; empty = nowhere in particular.</summary>
    public string Region { get; init; } = "";

    /// <summary>Its share, from 1.</summary>
    public required int Share { get; init; }

    /// <summary>How many shares there are.</summary>
    public required int Shares { get; init; }

    /// <summary>How far it is.</summary>
    public required AgentStanding Standing { get; init; }

    /// <summary>Requests that it sent since its start, with the warm-up.</summary>
    public long? Sent { get; init; }

    /// <summary>In flight now.</summary>
    public long? InFlight { get; init; }

    /// <summary>Ended well.</summary>
    public long? Ok { get; init; }

    /// <summary>Ended otherwise.</summary>
    public long? Failed { get; init; }

    /// <summary>Requests per second, lately; of a run that is over, null.</summary>
    public double? RequestsPerS { get; init; }

    /// <summary>Output tokens per second, lately; of a run that is over, of its measured part.</summary>
    public double? OutputTokensPerS { get; init; }

    /// <summary>Median TTFT of its measured requests.</summary>
    public double? TtftP50Ms { get; init; }

    /// <summary>The 99th percentile of it.</summary>
    public double? TtftP99Ms { get; init; }

    /// <summary>Why its client is not valid; empty = it is, as far as is known.</summary>
    public IReadOnlyList<string> InvalidReasons { get; init; } = [];

    /// <summary>For how long it was not heard in all, ms; null = it always was.</summary>
    public double? SilentMs { get; init; }

    /// <summary>Live reports that got lost on the way; null = none.</summary>
    public long? MissedReports { get; init; }

    /// <summary>By how much its clock may be misjudged, either way, ms.</summary>
    public double? ClockErrorMs { get; init; }

    /// <summary>How much later than agreed its load began, ms.</summary>
    public double? StartErrorMs { get; init; }

    /// <summary>What else it told of itself: key=value, with commas and spaces between them; empty = nothing.</summary>
    public string Labels { get; init; } = "";

    /// <summary>Token events per second that its self-test found; null when it did not say.</summary>
    public double? CeilingEventsPerS { get; init; }

    /// <summary>Why it refused, failed, ended early or is lost; null = nothing to say.</summary>
    public string? Why { get; init; }

    /// <summary>What is wrong with it, as a word in capitals; null where nothing is.</summary>
    public string? Trouble => Standing switch
    {
        AgentStanding.Lost => "LOST",
        AgentStanding.Failed => "FAILED",
        AgentStanding.Refused => "REFUSED",
        _ => InvalidReasons.Count > 0 ? "NOT VALID" : null,
    };

    /// <summary>What it does, or what is wrong with it: one word, or two.</summary>
    public string Word => Trouble ?? WordOf(Standing);

    /// <summary>What an agent does that nothing is wrong with.</summary>
    public static string WordOf(AgentStanding standing) => standing switch
    {
        AgentStanding.Preparing => "preparing",
        AgentStanding.Ready => "ready",
        AgentStanding.Running => "running",
        AgentStanding.Draining => "draining",
        AgentStanding.Done => "done",
        AgentStanding.Refused => "refused",
        AgentStanding.Failed => "failed",
        _ => "lost",
    };

    /// <summary>The rows of a run that is over.</summary>
    public static IReadOnlyList<AgentRow> Of(IReadOnlyList<AgentFigures> agents)
    {
        ArgumentNullException.ThrowIfNull(agents);
        return [.. agents.Select(agent => Of(agent, agents.Count))];
    }

    /// <summary>The row of one.</summary>
    /// <param name="agent">What is known of it.</param>
    /// <param name="shares">How many shares the run has.</param>
    public static AgentRow Of(AgentFigures agent, int shares)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return new AgentRow
        {
            Name = agent.Name, Region = agent.Region, Share = agent.Share, Shares = shares, Sent = agent.Sent, Ok = agent.Ok, Failed = agent.Failed, OutputTokensPerS = agent.OutputTokensPerS,
            Standing = agent.IsLost ? AgentStanding.Lost : agent.Verdict == VerdictText.Of(Verdict.Failed) ? AgentStanding.Failed : AgentStanding.Done,
            TtftP50Ms = agent.TtftP50Ms, TtftP99Ms = agent.TtftP99Ms, InvalidReasons = agent.Client?.InvalidReasons ?? [], SilentMs = agent.SilentMs, MissedReports = agent.MissedReports,
            ClockErrorMs = agent.ClockErrorMs, StartErrorMs = agent.StartErrorMs, Why = agent.Why, Labels = agent.SpacedLabels, CeilingEventsPerS = agent.CeilingEventsPerS,
        };
    }

    /// <summary>Those with trouble first, the worst on top, then by share.</summary>
    internal static IReadOnlyList<AgentRow> InOrder(IReadOnlyList<AgentRow> rows) => rows.Count < 2 ? rows : [.. rows.OrderBy(RankOf).ThenBy(row => row.Share)];

    private static int RankOf(AgentRow row) => row.Standing switch
    {
        AgentStanding.Lost => 0,
        AgentStanding.Failed => 1,
        AgentStanding.Refused => 2,
        _ => row.InvalidReasons.Count > 0 ? 3 : 4,
    };
}
