using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Html.Sections;

/// <summary>The agents that a run was spread over, all of them, and their regions.</summary>
internal static class AgentSection
{
    /// <summary>Draws it.</summary>
    public static void Write(MarkupWriter to, ReportPage page)
    {
        var agents = page.Summary.Agents;
        if (agents.Count == 0)
        {
            to.Absent("the run was that of one machine");
            return;
        }

        if (page.Summary.Regions.Count > 1)
            WriteRegions(to, page.Summary.Regions);
        WriteAgents(to, agents);
        if (AgentText.Start(agents) is { } start)
            to.Element("p class=\"note\"", $"start: {start}");
        foreach (var sentence in AgentText.Unheard(agents))
            to.Element("p class=\"note\"", sentence);
        if (agents.Any(agent => agent.IsLost))
            to.Element("p class=\"note\"", "What a LOST agent reported is in no total of this page.");
    }

    private static void WriteRegions(MarkupWriter to, IReadOnlyList<RegionFigures> regions)
    {
        to.BeginTable("figures", "region", "agents", "ok", "failed", "TTFT p50, ms", "p99", "ITL p50, ms", "p99", "E2E p50, ms", "output, tok/s");
        foreach (var region in regions)
        {
            to.Row(
                AgentText.Region(region.Name), Figure.Count(region.Agents), Figure.Count(region.Ok), Figure.Count(region.Failed), Figure.Three(region.TtftP50Ms), Figure.Three(region.TtftP99Ms),
                Figure.Three(region.ItlP50Ms), Figure.Three(region.ItlP99Ms), Figure.Three(region.E2eP50Ms), Figure.Three(region.OutputTokensPerS));
        }

        to.EndTable();
    }

    private static void WriteAgents(MarkupWriter to, IReadOnlyList<AgentFigures> agents)
    {
        to.BeginTable("figures", "agent", "region", "share", "ok", "failed", "TTFT p50, ms", "p99", "ITL p50, ms", "p99", "output, tok/s", "start off, ms", "clock within, ms", "client", "records");
        foreach (var agent in AgentSelection.Of(agents, agents.Count).Shown)
        {
            to.Raw("<tr>").Element("th scope=\"row\"", agent.Labels.Length > 0 ? $"{agent.Name} ({agent.SpacedLabels})" : agent.Name);
            to.Element("td class=\"words\"", agent.Region).Element("td", $"{agent.Share}/{agents.Count}");
            string[] figures = agent.IsLost
                ? [.. Enumerable.Repeat(Figure.Absent, 7)]
                : [Figure.Count(agent.Ok), Figure.Count(agent.Failed), Figure.Three(agent.TtftP50Ms), Figure.Three(agent.TtftP99Ms), Figure.Three(agent.ItlP50Ms), Figure.Three(agent.ItlP99Ms), Figure.Three(agent.OutputTokensPerS)];
            foreach (var figure in (string[])[.. figures, Figure.Three(agent.StartErrorMs), Figure.Three(agent.ClockErrorMs)])
                to.Element("td", figure);
            var verdict = AgentText.Verdict(agent);
            to.Raw("<td class=\"words\">").Element(verdict == agent.Verdict ? "b class=\"bad-text\"" : "span", verdict);
            if (AgentText.Trouble(agent) is { } trouble)
                to.Text($": {trouble}");
            to.Raw("</td>").Element("td class=\"words\"", agent.File ?? Figure.Absent).Raw("</tr>\n");
        }

        to.EndTable();
    }
}
