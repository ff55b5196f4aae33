using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Output;

/// <summary>Finds what the lines that a result rests on must have and a damaged file lacks: a missing member, or null as an entry of a list, which the serialiser lets pass.</summary>
internal static class FileMembers
{
    /// <summary>The first of them; null where all are there.</summary>
    public static string? Missing(NdjsonLine line) => line switch
    {
        RunStartedLine started => Lacks(("load", started.Load), ("groups", started.Groups)) ?? NullIn("groups", started.Groups),
        SummaryLine summary => Missing(summary),
        _ => null,
    };

    private static string? Missing(SummaryLine summary)
    {
        if ((Lacks(("totals", summary.Totals), ("groups", summary.Groups), ("metrics", summary.Metrics), ("histograms", summary.Histograms),
                ("checks", summary.Checks), ("findings", summary.Findings), ("levels", summary.Levels))
            ?? NullIn("checks", summary.Checks) ?? NullIn("findings", summary.Findings) ?? NullIn("levels", summary.Levels) ?? NullIn("parts", summary.Parts)
            ?? NullIn("agents", summary.Agents) ?? NullIn("regions", summary.Regions)
            ?? Missing("metrics", summary.Metrics)) is { } found)
            return found;
        foreach (var (name, group) in summary.Groups)
        {
            if ((group is null ? $"groups.{name}" : Missing($"groups.{name}", group)) is { } inGroup)
                return inGroup;
        }

        return null;
    }

    private static string? Missing(string holder, MetricBlocks blocks) => Lacks(
        ("ttft_ms", blocks.TtftMs), ("ttfc_ms", blocks.TtfcMs), ("itl_ms", blocks.ItlMs), ("tpot_ms", blocks.TpotMs), ("e2e_ms", blocks.E2eMs), ("wait_ms", blocks.WaitMs),
        ("tokens_per_s", blocks.TokensPerS), ("ttft_from_schedule_ms", blocks.TtftFromScheduleMs), ("e2e_from_schedule_ms", blocks.E2eFromScheduleMs)) is { } block ? $"{holder}.{block}" : null;

    private static string? Lacks(params ReadOnlySpan<(string Name, object? Value)> members)
    {
        foreach (var (name, value) in members)
        {
            if (value is null)
                return name;
        }

        return null;
    }

    private static string? NullIn<T>(string name, IReadOnlyList<T> list)
        where T : class
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is null)
                return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}[{i}]");
        }

        return null;
    }
}
