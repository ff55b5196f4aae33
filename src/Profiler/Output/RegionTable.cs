using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Output;

/// <summary>A row for each region that agents of a run stand in, where there are several.</summary>
internal static class RegionTable
{
    private const int Most = 10;
    private const int NameWidth = 12;

    public static void Write(SummaryPage page, RunSummary summary)
    {
        var regions = summary.Regions;
        var (ttft, itl, e2e) = (UnitOf(regions, region => region.TtftP50Ms), UnitOf(regions, region => region.ItlP50Ms), UnitOf(regions, region => region.E2eP50Ms));
        page.Line(Row("region", "agents", "ok", "failed", $"TTFT p50/p99{Suffix(ttft)}", $"ITL p50/p99{Suffix(itl)}", $"E2E p50{Suffix(e2e)}", "tok/s"));
        var shown = regions.Count <= Most ? regions : [.. regions.OrderByDescending(region => region.TtftP50Ms ?? 0).Take(Most)];
        foreach (var region in shown)
        {
            page.Line(Row(
                page.FitName(AgentText.Region(region.Name), NameWidth - 1),
                Figure.Count(region.Agents),
                Figure.Count(region.Ok),
                Figure.Count(region.Failed),
                $"{Figure.Three(region.TtftP50Ms / ttft)} / {Figure.Three(region.TtftP99Ms / ttft)}",
                $"{Figure.Three(region.ItlP50Ms / itl)} / {Figure.Three(region.ItlP99Ms / itl)}",
                Figure.Three(region.E2eP50Ms / e2e),
                Figure.Three(region.OutputTokensPerS)));
        }

        if (regions.Count > shown.Count)
            page.Line($"{page.Ellipsis} and {regions.Count - shown.Count} more, with a lower TTFT p50");
    }

    /// <summary>One unit per column: seconds as soon as a region's median needs them.</summary>
    private static double UnitOf(IEnumerable<RegionFigures> regions, Func<RegionFigures, double?> of) => regions.Any(region => of(region) >= 1_000) ? 1_000 : 1;

    private static string Suffix(double unit) => unit > 1 ? " s" : "";

    private static string Row(string name, string agents, string ok, string failed, string ttft, string itl, string e2e, string tokens) =>
        $"{name}{new string(' ', NameWidth - TextWidth.Of(name))}{agents,6}{ok,7}{failed,7}{ttft,16}{itl,15}{e2e,10}{tokens,7}";
}
