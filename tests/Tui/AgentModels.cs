using VllmStream.Profiling;
using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics;
using VllmStream.Tui.State;

namespace VllmStream.Tests.Tui;

/// <summary>Runs that are spread over agents: one of which nothing is known yet, a small one with a loss, and one of a thousand with long names.</summary>
internal static class AgentModels
{
    /// <summary>Two that get ready.</summary>
    public static ScreenData Empty { get; } = Spread(Models.Empty, [Preparing(1), Preparing(2)]);

    /// <summary>Four in two regions: one lost, one that cannot keep up.</summary>
    public static ScreenData Small { get; } = Spread(Models.Small, [
        Agent(1, "eu"),
        Agent(2, "us") with { Standing = AgentStanding.Lost, InFlight = null, RequestsPerS = null, OutputTokensPerS = null, SilentMs = 4_200, MissedReports = 7, Why = "nothing was heard of it for 4.2 s; the others take over what is still to come" },
        Agent(3, "eu") with { InvalidReasons = ["send lag p99 48 ms"], Failed = 9 },
        Agent(4, "us") with { SilentMs = 3_100, MissedReports = 1, StartErrorMs = -0.4 }]);

    /// <summary>The same with nothing wrong.</summary>
    public static ScreenData Well { get; } = Spread(Models.Small, [.. Enumerable.Range(1, 4).Select(share => Agent(share, share == 4 ? "us" : "eu"))]);

    /// <summary>A thousand, of which some are lost.</summary>
    public static ScreenData Huge { get; } = Spread(Models.Huge, [.. Enumerable.Range(1, 1_000).Select(Large)]);

    /// <summary>A run of before, as its summary has them.</summary>
    public static ScreenData Before { get; } = Models.Small with { Status = null, Live = [], Summary = MakeBefore() };

    public static IReadOnlyDictionary<string, ScreenData> All { get; } = new Dictionary<string, ScreenData>(StringComparer.Ordinal) { ["empty"] = Empty, ["small"] = Small, ["huge"] = Huge };

    public static AgentRow Agent(int share, string region) => new()
    {
        Name = $"a{share}", Region = region, Share = share, Shares = 4, Standing = AgentStanding.Running, Sent = 175, InFlight = 15, Ok = 157, Failed = 1, RequestsPerS = 2.08, OutputTokensPerS = 629,
        TtftP50Ms = 187, TtftP99Ms = 552, ClockErrorMs = 0.08, StartErrorMs = 0.21,
    };

    private static AgentRow Preparing(int share) => new() { Name = $"a{share}", Share = share, Shares = 2, Standing = AgentStanding.Preparing };

    private static AgentRow Large(int share)
    {
        var row = new AgentRow
        {
            Name = $"агент-im-{share}.Rechenzentrum.beispiel.example.org", Region = $"région-{share % 30:00}-🚀-mit-einem-langen-Namen", Share = share, Shares = 1_000, Standing = AgentStanding.Running,
            Sent = 9_999_999, InFlight = 999_999, Ok = 9_999_999, Failed = 999_999, RequestsPerS = 999_999, OutputTokensPerS = 99_999_999, TtftP50Ms = 3_599_999, TtftP99Ms = 9_999_999,
            ClockErrorMs = 99_999, StartErrorMs = 99_999, SilentMs = 9e7, MissedReports = 999_999, Labels = "rack=7, gpu=" + new string('g', 200), CeilingEventsPerS = 1e9,
        };
        return (share % 250) switch
        {
            0 => row with { Standing = AgentStanding.Lost, Why = "\u001b[31mlost\u001b[0m\n" + new string('w', 300) },
            1 => row with { Standing = AgentStanding.Refused, Why = new string('r', 300) },
            2 => row with { Standing = AgentStanding.Failed, Why = "engine dead" },
            3 => row with { InvalidReasons = ["client saturated: " + new string('s', 300), "read lag"] },
            4 => row with { Standing = AgentStanding.Draining },
            _ => row,
        };
    }

    // Of such a run single requests are not known.
    private static ScreenData Spread(ScreenData data, IReadOnlyList<AgentRow> agents) => data with { Agents = agents, Live = [], Snapshot = data.Snapshot with { EndedRequests = [], FailedRequests = [] } };

    private static RunSummary MakeBefore() => new()
    {
        Run = Models.Small.Run!,
        Judgement = new Judgement(Verdict.NotValid, 4, "a share was lost", "not valid"),
        Agents =
        [
            new AgentFigures { Name = "a1", Region = "eu", Share = 1, Verdict = "VALID", Sent = 160, Ok = 157, Failed = 1, TtftP50Ms = 187, TtftP99Ms = 552, OutputTokensPerS = 629, ClockErrorMs = 0.1, StartErrorMs = 0.2 },
            new AgentFigures { Name = "a2", Region = "us", Share = 2, Verdict = AgentFigures.Lost, Why = "nothing was heard of it for 4.2 s", Sent = 90, Ok = 80, Failed = 2 },
            new AgentFigures { Name = "a3", Region = "us", Share = 3, Verdict = "NOT VALID", Ok = 157, Failed = 1, Client = new ClientHealthReport { InvalidReasons = ["send lag p99 48 ms"] } },
        ],
    };
}
