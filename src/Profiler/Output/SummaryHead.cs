using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Output;

/// <summary>Verdict, target, load.</summary>
internal static class SummaryHead
{
    public static void Write(SummaryPage page, RunSummary summary)
    {
        WriteVerdict(page, summary);
        WriteTarget(page, summary);
        WriteLoad(page, summary);
    }

    private static void WriteVerdict(SummaryPage page, RunSummary summary)
    {
        var (verdict, reason) = (summary.Judgement.Verdict, summary.Judgement.Reason);
        var color = verdict switch { Verdict.Valid => 32, Verdict.Interrupted => 33, _ => 31 };
        var text = page.Colored(VerdictText.Of(verdict), color);
        var start = $"   run {summary.Run.Run}";
        var measured = Measured(summary);
        var together = reason is null ? text : $"{text} ({reason})";
        if (TextWidth.Of($"{summary.Run.Tool}{start}   {together}") <= SummaryPage.Width)
        {
            page.Facts(summary.Run.Tool, start, together, measured);
            return;
        }

        page.Facts(summary.Run.Tool, start, text, measured);
        if (reason is not null)
            page.Sentence("", $"({reason})");
    }

    /// <summary>How long was measured: "05:00 measured after 10.0 s warm-up".</summary>
    public static string Measured(RunSummary summary)
    {
        var totals = summary.Totals;
        if (totals.Steady is not { } steady)
            return "nothing measured";
        if (summary.Window > 1)
            return $"{Figure.Clock(steady.DurationMs)} measured, window {summary.Window}, began at {Figure.Clock(summary.WindowFromMs ?? steady.FromMs)}";
        var measured = $"{Figure.Clock(steady.DurationMs)} measured";
        return totals.WarmupMs is { } warmup ? $"{measured} after {Figure.Clock(warmup)} warm-up" : measured;
    }

    private static void WriteTarget(SummaryPage page, RunSummary summary)
    {
        var run = summary.Run;
        page.Facts("target", run.Target, run.Scenario is { } scenario ? $"scenario {scenario}" : null);
        var server = run.ServerName is null ? null : run.ServerVersion is null ? run.ServerName : $"{run.ServerName} {run.ServerVersion}";
        page.Facts("", run.Model, server, run.Mode switch { "stream" => "streaming", "mixed" => "partly streaming", "paired" => "streaming and not, in pairs", _ => "not streaming" }, $"token source {TokenSourceText(summary.Totals.TokenSource)}");
        foreach (var notice in run.Notices)
            page.Sentence("", notice);
    }

    private static void WriteLoad(SummaryPage page, RunSummary summary)
    {
        page.Sentence("load", LoadText.Of(summary.Run.Load));
        var totals = summary.Totals;
        page.Facts(
            "",
            totals.Steady?.SentPerS is { } achieved ? $"achieved {Figure.Three(achieved)} req/s" : "achieved -",
            $"in flight p50 {Figure.Count(totals.InFlightP50)} max {Figure.Count(totals.InFlightMax)}",
            summary.Abandoned is { } abandoned ? $"dropped {Figure.Count(abandoned)}" : null,
            totals.WarmupRequests > 0 ? $"warm-up {Figure.Count(totals.WarmupRequests)}" : null,
            totals.Retries > 0 ? $"retries {Figure.Count(totals.Retries)}" : null);
    }

    /// <summary>Where tokens come from, in words.</summary>
    public static string TokenSourceText(string? word) => word switch
    {
        null => Figure.Absent,
        "usage_final" => "usage(final)",
        "usage_continuous" => "usage(continuous)",
        _ => word,
    };
}
