using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Reporting.Html.Charts;

namespace VllmStream.Profiling.Reporting.Html.Sections;

/// <summary>The groups beside each other.</summary>
internal static class GroupSection
{
    /// <summary>A scenario may make hundreds; the table has them all.</summary>
    private const int MostDrawn = 16;

    /// <summary>Draws it.</summary>
    public static void Write(MarkupWriter to, ReportPage page)
    {
        var groups = page.Summary.Groups;
        if (groups.Count < 2)
        {
            to.Absent(groups.Count == 0 ? "nothing measured, so no group" : "the run has one group, whose figures are those of the run");
            return;
        }

        to.BeginTable("figures", "group", "ok", "failed", "TTFT p50, ms", "p90", "p99", "ITL p50, ms", "p99", "TPOT p50, ms", "p99", "E2E p50, ms", "p99", "rate p50, tok/s", "output, tok/s");
        foreach (var (name, group) in groups)
        {
            to.Row(
                name, Figure.Count(group.Ok), Figure.Count(group.Failed),
                Figure.Three(group.TtftMs.P50), Figure.Three(group.TtftMs.P90), Figure.Three(group.TtftMs.P99),
                Figure.Three(group.ItlMs.P50), Figure.Three(group.ItlMs.P99),
                Figure.Three(group.TpotMs.P50), Figure.Three(group.TpotMs.P99),
                Figure.Three(group.E2eMs.P50), Figure.Three(group.E2eMs.P99),
                Figure.Three(group.TokensPerS.P50), Figure.Three(group.Steady?.OutputTokensPerS));
        }

        to.EndTable();
        to.Element("p class=\"note\"", "- is too few samples (p99 needs 100), or nothing of the kind in the group.");
        to.Raw("<div class=\"grid\">\n");
        var drawn = groups.Take(MostDrawn).ToArray();
        GroupChart.Write(to, "TTFT", Blocks(drawn, group => group.TtftMs));
        GroupChart.Write(to, "TPOT", Blocks(drawn, group => group.TpotMs));
        GroupChart.Write(to, "E2E", Blocks(drawn, group => group.E2eMs));
        to.Raw("</div>\n");
        if (groups.Count > MostDrawn)
            to.Absent($"{groups.Count - MostDrawn} more groups stand in the table and are not drawn");
    }

    private static (string Name, MetricBlock Block)[] Blocks(KeyValuePair<string, GroupSummary>[] groups, Func<GroupSummary, MetricBlock> of) =>
        [.. groups.Select(group => (group.Key, of(group.Value)))];
}
