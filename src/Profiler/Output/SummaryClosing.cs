using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Output;

/// <summary>Client, files, exit code.</summary>
internal static class SummaryClosing
{
    public static void Write(SummaryPage page, RunSummary summary, SummaryTextOptions options)
    {
        WriteClient(page, summary.Client);
        if (options.File is { } path)
        {
            var file = Path.GetFileName(path);
            var size = options.FileBytes is { } bytes ? $" {Figure.Size(bytes)}" : "";
            page.Facts("files", file + size, $"again: vllmstream report {file}");
        }

        page.Sentence($"exit {summary.Judgement.ExitCode}", summary.Judgement.ExitReason);
    }

    private static void WriteClient(SummaryPage page, ClientHealthReport? client)
    {
        if (client is null)
        {
            page.Facts("client", Figure.Absent, "not measured");
            return;
        }

        var facts = new[]
        {
            $"send lag p99 {Lag(client.SendLagP99Ms)}",
            $"read lag p99 {Lag(client.ReadLagP99Ms)}",
            $"GC max {Lag(client.GcPauseMaxMs)}",
            $"cpu {Figure.Percent(client.CpuRatio)}",
        };
        if (client.InvalidReasons.Count == 0)
        {
            page.Facts("client", ["OK", .. facts]);
            return;
        }

        page.Sentence("client", $"{page.Colored("NOT VALID", 31)}: {string.Join("; ", client.InvalidReasons)}");
        page.Facts("", facts);
    }

    private static string Lag(double? ms) => ms is null ? Figure.Absent : $"{Figure.Tenth(ms)} ms";
}
