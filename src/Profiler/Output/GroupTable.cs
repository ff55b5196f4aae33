using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Output;

/// <summary>One row per group, when there is more than one.</summary>
internal static class GroupTable
{
    public static void Write(SummaryPage page, RunSummary summary)
    {
        var groups = summary.Groups.Values;
        var ttft = UnitOf(groups, group => group.TtftMs);
        var tpot = UnitOf(groups, group => group.TpotMs);
        var e2e = UnitOf(groups, group => group.E2eMs);
        page.Line(Row("group", "ok", "failed", $"TTFT p50/p99{Suffix(ttft)}", $"TPOT p50/p99{Suffix(tpot)}", $"E2E p50/p99{Suffix(e2e)}"));
        foreach (var (name, group) in summary.Groups)
        {
            page.Line(Row(
                page.FitName(name, 14),
                Figure.Count(group.Ok),
                Figure.Count(group.Failed),
                Pair(group.TtftMs, ttft),
                Pair(group.TpotMs, tpot),
                Pair(group.E2eMs, e2e)));
        }
    }

    /// <summary>One unit per column: seconds as soon as a group's median needs them.</summary>
    private static double UnitOf(IEnumerable<GroupSummary> groups, Func<GroupSummary, MetricBlock> of) =>
        groups.Any(group => of(group).P50 >= 1_000) ? 1_000 : 1;

    private static string Suffix(double unit) => unit > 1 ? " s" : "";

    private static string Pair(MetricBlock block, double unit) => $"{Figure.Three(block.P50 / unit)} / {Figure.Three(block.P99 / unit)}";

    private static string Row(string name, string ok, string failed, string ttft, string tpot, string e2e)
    {
        var start = name + new string(' ', Math.Max(1, 20 - TextWidth.Of(name) - ok.Length)) + ok;
        return $"{start}{failed,9}{ttft,16}{tpot,15}{e2e,17}";
    }
}
