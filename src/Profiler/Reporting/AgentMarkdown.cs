using System.Text;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting;

/// <summary>The agents and regions of a run in GitHub-flavoured Markdown; nothing where it was not spread over any.</summary>
internal static class AgentMarkdown
{
    // A pull request is read from top to bottom.
    private const int Most = 20;

    /// <summary>Appends them.</summary>
    public static void Write(StringBuilder text, RunSummary summary)
    {
        if (summary.Agents.Count > 0)
            WriteAgents(text, summary.Agents);
        if (summary.Regions.Count > 1)
            WriteRegions(text, summary.Regions);
    }

    private static void WriteAgents(StringBuilder text, IReadOnlyList<AgentFigures> agents)
    {
        var (shown, left) = AgentSelection.Of(agents, Most);
        text.Append("| agent | region | share | ok | failed | TTFT p50 | p99 | ITL p50 | p99 | tok/s | client |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|---|\n");
        foreach (var agent in shown)
        {
            string[] figures = agent.IsLost
                ? [.. Enumerable.Repeat(Figure.Absent, 7)]
                : [Figure.Count(agent.Ok), Figure.Count(agent.Failed), Time(agent.TtftP50Ms), Time(agent.TtftP99Ms), Time(agent.ItlP50Ms), Time(agent.ItlP99Ms), Figure.Three(agent.OutputTokensPerS)];
            var verdict = AgentText.Verdict(agent);
            var mark = verdict == agent.Verdict ? "🔴 " : "";
            text.Append($"| {MarkdownText.Escape(agent.Name)} | {MarkdownText.Escape(agent.Region)} | {agent.Share}/{agents.Count} | {string.Join(" | ", figures)} | {mark}{MarkdownText.Escape(verdict)}{(AgentText.Trouble(agent) is { } trouble ? $": {MarkdownText.Escape(trouble)}" : "")} |\n");
        }

        text.Append('\n');
        if (left > 0)
            text.Append($"… {AgentText.Left(left)}\n\n");
        string?[] notes = [AgentText.Start(agents) is { } start ? $"start: {start}" : null, .. AgentText.Unheard(agents)];
        if (notes.OfType<string>().ToArray() is { Length: > 0 } said)
            text.Append($"{MarkdownText.Escape(string.Join("; ", said))}\n\n");
    }

    private static void WriteRegions(StringBuilder text, IReadOnlyList<RegionFigures> regions)
    {
        text.Append("| region | agents | ok | failed | TTFT p50 | p99 | ITL p50 | p99 | E2E p50 | tok/s |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (var region in regions.Count <= Most ? regions : [.. regions.OrderByDescending(region => region.TtftP50Ms ?? 0).Take(Most)])
        {
            text.Append($"| {MarkdownText.Escape(AgentText.Region(region.Name))} | {Figure.Count(region.Agents)} | {Figure.Count(region.Ok)} | {Figure.Count(region.Failed)} | {Time(region.TtftP50Ms)} | {Time(region.TtftP99Ms)} | {Time(region.ItlP50Ms)} | {Time(region.ItlP99Ms)} | {Time(region.E2eP50Ms)} | {Figure.Three(region.OutputTokensPerS)} |\n");
        }

        text.Append('\n');
        if (regions.Count > Most)
            text.Append($"… and {regions.Count - Most} more, with a lower TTFT p50\n\n");
    }

    private static string Time(double? ms) => ms is { } known ? Figure.Time(known) : Figure.Absent;
}
