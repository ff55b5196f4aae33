using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Tests.Profiler.Metrics;

/// <summary>Runs that were spread over agents.</summary>
internal static class SpreadFactory
{
    /// <summary>Four agents in two regions: one lost, one not valid.</summary>
    public static RunSummary Small { get; } = Of(
        Agent(1, "eu"),
        Agent(2, "us", 188) with { Verdict = AgentFigures.Lost, Why = "nothing was heard of it for 4.2 s", Sent = 130, Ok = 120, Failed = 3, TtftP50Ms = null, TtftP99Ms = null, ItlP50Ms = null, ItlP99Ms = null, OutputTokensPerS = null, SilentMs = 4_200, MissedReports = 7, Client = null },
        Agent(3, "eu", 124) with { Verdict = "NOT VALID", Failed = 2, SilentMs = 3_100, MissedReports = 1, Client = new ClientHealthReport { CpuRatio = 0.93, InvalidReasons = ["send lag p99 48 ms", "read lag p99 21 ms is more than 5 % of TTFT p50"] } },
        Agent(4, "us", 190) with { StartErrorMs = 0.4, MissedReports = 2 });

    /// <summary>A thousand with long names, of which two are lost.</summary>
    public static RunSummary Huge { get; } = Of([.. Enumerable.Range(1, 1_000).Select(share =>
    {
        var agent = Agent(share, $"région-{share % 20}-🚀-mit-einem-langen-Namen", 90_000 + share, 999_999_999) with { Name = $"агент-im-{share}.Rechenzentrum.beispiel.example.org", StartErrorMs = 1_234_567, Failed = share % 500 == 7 ? 3 : 0, Client = new ClientHealthReport { CpuRatio = 1 } };
        return share % 400 == 0 ? agent with { Verdict = AgentFigures.Lost, Why = new string('w', 300), Sent = null, Ok = null, Failed = null } : agent;
    })]);

    /// <summary>A run of these; the regions are those that they stand in.</summary>
    public static RunSummary Of(params AgentFigures[] agents)
    {
        var heard = agents.Where(agent => !agent.IsLost).ToArray();
        return new RunSummary
        {
            Run = SummaryFactory.Description(),
            Judgement = new Judgement(Verdict.Valid, 0, null, "no checks"),
            Totals = new RunTotals { Ok = heard.Sum(agent => agent.Ok ?? 0), Failed = heard.Sum(agent => agent.Failed ?? 0) },
            Agents = agents,
            Regions = [.. heard.GroupBy(agent => agent.Region).OrderBy(region => region.Key, StringComparer.Ordinal).Select(region => new RegionFigures(
                region.Key, region.Count(), region.Sum(agent => agent.Ok ?? 0), region.Sum(agent => agent.Failed ?? 0), region.First().TtftP50Ms, region.First().TtftP99Ms, region.First().ItlP50Ms, region.First().ItlP99Ms, 4_320, region.Sum(agent => agent.OutputTokensPerS)))],
        };
    }

    /// <summary>An agent with which all is well; its p99 is twice its median.</summary>
    public static AgentFigures Agent(int share, string region = "", double ttftMs = 120, long ok = 200, double itlMs = 20.6) => new()
    {
        Name = $"a{share}", Region = region, Share = share, Verdict = "VALID", Sent = ok, Ok = ok, Failed = 0, TtftP50Ms = ttftMs, TtftP99Ms = 2 * ttftMs, ItlP50Ms = itlMs, ItlP99Ms = 2 * itlMs, OutputTokensPerS = 640.5,
        StartErrorMs = 0.2, ClockErrorMs = 0.1, Client = new ClientHealthReport { CpuRatio = 0.06 }, File = $"/var/runs/a{share}.ndjson",
    };
}
