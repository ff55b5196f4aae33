using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Output;

/// <summary>A row for each agent that a run was spread over, with what is wrong with it under it, and how they kept together.</summary>
internal static class AgentTable
{
    /// <summary>Rows that fill no screen.</summary>
    private const int Most = 10;

    private const int NameWidth = 15;
    private const int RegionWidth = 8;

    public static void Write(SummaryPage page, RunSummary summary)
    {
        var agents = summary.Agents;
        var hasRegions = agents.Any(agent => agent.Region.Length > 0);
        var (shown, left) = AgentSelection.Of(agents, Most);
        var unit = agents.Any(agent => agent.TtftP50Ms >= 1_000) ? 1_000 : 1;
        page.Line(Row(page, hasRegions, "agent", "region", "share", "ok", "failed", $"TTFT p50/p99{(unit > 1 ? " s" : "")}", "tok/s", "client"));
        foreach (var agent in shown)
        {
            var verdict = AgentText.Verdict(agent);
            page.Line(Row(
                page,
                hasRegions,
                agent.Name,
                agent.Region,
                $"{agent.Share}",
                // So that each column adds up to the run's.
                Figure.Count(agent.IsLost ? null : agent.Ok),
                Figure.Count(agent.IsLost ? null : agent.Failed),
                agent.IsLost ? Figure.Absent : $"{Figure.Three(agent.TtftP50Ms / unit)} / {Figure.Three(agent.TtftP99Ms / unit)}",
                Figure.Three(agent.IsLost ? null : agent.OutputTokensPerS),
                verdict == agent.Verdict ? page.Colored(verdict, 31) : verdict));
            if (AgentText.Trouble(agent) is { } trouble)
                page.Sentence("", trouble);
        }

        if (left > 0)
            page.Line($"{page.Ellipsis} {AgentText.Left(left)}");
        if (AgentText.Start(agents) is { } start)
            page.Sentence("start", start);
        page.Facts("reports", AgentText.Unheard(agents));
    }

    private static string Row(SummaryPage page, bool hasRegions, string name, string region, string share, string ok, string failed, string ttft, string tokens, string client)
    {
        var start = hasRegions ? Padded(page, name, NameWidth) + Padded(page, region, RegionWidth) : Padded(page, name, NameWidth + RegionWidth);
        return $"{start}{share,6}{ok,7}{failed,7}{ttft,16}{tokens,7}  {client}";
    }

    // With the blank behind it.
    private static string Padded(SummaryPage page, string text, int width)
    {
        text = page.FitName(text, width - 1);
        return text + new string(' ', width - TextWidth.Of(text));
    }
}
