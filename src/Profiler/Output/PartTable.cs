using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Output;

/// <summary>One row for each run of several that are merged: when it was, what it found, and whether its client kept up.</summary>
internal static class PartTable
{
    public static void Write(SummaryPage page, RunSummary summary)
    {
        var unit = summary.Parts.Any(part => part.TtftP50Ms >= 1_000) ? 1_000 : 1;
        page.Line(Row("part", "from", "ok", "failed", $"TTFT p50/p99{(unit > 1 ? " s" : "")}", "client"));
        foreach (var part in summary.Parts)
        {
            page.Line(Row(
                page.FitName(part.Run, 12),
                $"+{Figure.Time(part.FromMs)}",
                Figure.Count(part.Ok),
                Figure.Count(part.Failed),
                $"{Figure.Three(part.TtftP50Ms / unit)} / {Figure.Three(part.TtftP99Ms / unit)}",
                Client(part)));
        }
    }

    private static string Client(RunPart part) =>
        part.Client is not { } client ? Figure.Absent : client.InvalidReasons.Count > 0 ? "NOT VALID" : $"OK  cpu {Figure.Percent(client.CpuRatio)}";

    private static string Row(string name, string from, string ok, string failed, string ttft, string client)
    {
        var start = name + new string(' ', Math.Max(1, 24 - TextWidth.Of(name) - from.Length)) + from;
        return $"{start}{ok,9}{failed,9}{ttft,18}   {client}";
    }
}
