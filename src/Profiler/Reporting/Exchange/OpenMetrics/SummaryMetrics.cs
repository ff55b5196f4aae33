using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Reporting.Exchange.OpenMetrics;

/// <summary>A summary as a page in OpenMetrics' text format, for a Pushgateway or a file collector. Pure.</summary>
/// <remarks>
/// Requests, tokens and distributions stand by group only: what a query sums over groups must not hold them twice.
/// A sample falls into the bucket that the middle of its own bucket falls into, which is at most 0.1 % wide.
/// </remarks>
public static class SummaryMetrics
{
    private const string Group = "group";

    /// <summary>The page.</summary>
    /// <exception cref="FormatException">A histogram of the summary is damaged.</exception>
    public static string Of(RunSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var page = new MetricPage();
        WriteRun(page, summary);
        WriteCounts(page, summary);
        foreach (var family in MetricFamily.All)
            WriteHistogram(page, family, summary);
        WriteRates(page, summary.Totals);
        return page.End();
    }

    private static void WriteRun(MetricPage page, RunSummary summary)
    {
        var run = summary.Run;
        page.Family("vllmstream_run", "info", null, "What was run, against what.");
        page.Sample(
            "vllmstream_run_info", 1, ("run", run.Run), ("tool", run.Tool), ("model", run.Model), ("target", run.Target),
            ("server", run.ServerName), ("server_version", run.ServerVersion), ("mode", run.Mode), ("load", run.Load.Kind));
        page.Family("vllmstream_run_valid", "gauge", null, "1 when the run is VALID, else 0.");
        page.Sample("vllmstream_run_valid", summary.Judgement.Verdict == Verdict.Valid ? 1 : 0);
        page.Family("vllmstream_run_exit_code", "gauge", null, "Exit code of the run.");
        page.Sample("vllmstream_run_exit_code", summary.Judgement.ExitCode);
        page.Family("vllmstream_run_duration_seconds", "gauge", "seconds", "From the end of warm-up to the last end.");
        page.Sample("vllmstream_run_duration_seconds", summary.Totals.Whole?.DurationMs / 1_000);
    }

    private static void WriteCounts(MetricPage page, RunSummary summary)
    {
        page.Family("vllmstream_requests", "counter", null, "Measured requests by how they ended.");
        foreach (var (name, group) in summary.Groups)
        {
            page.Sample("vllmstream_requests_total", group.Ok, (Group, name), ("result", "ok"));
            page.Sample("vllmstream_requests_total", group.Failed, (Group, name), ("result", "failed"));
            page.Sample("vllmstream_requests_total", group.Left, (Group, name), ("result", "left"));
        }

        page.Family("vllmstream_outcomes", "counter", null, "Measured requests of all groups by outcome.");
        foreach (var (outcome, count) in summary.Totals.Outcomes)
            page.Sample("vllmstream_outcomes_total", count, ("outcome", outcome));
        page.Family("vllmstream_prompt_tokens", "counter", null, "Prompt tokens of successes.");
        foreach (var (name, group) in summary.Groups)
            page.Sample("vllmstream_prompt_tokens_total", group.PromptTokens, (Group, name));
        page.Family("vllmstream_output_tokens", "counter", null, "Output tokens of successes.");
        foreach (var (name, group) in summary.Groups)
            page.Sample("vllmstream_output_tokens_total", group.OutputTokens, (Group, name));
    }

    private static void WriteHistogram(MetricPage page, MetricFamily family, RunSummary summary)
    {
        var definition = MetricTable.Of(family.Metric);
        // A rate has no base unit that a name could end with.
        page.Family(family.Name, "histogram", family.IsRate ? null : "seconds", $"{definition.Label}: {definition.Formula}");
        foreach (var (name, group) in summary.Groups)
        {
            // The only group has its distributions at the run.
            var texts = group.Histograms ?? summary.Histograms;
            var distribution = texts.ToSet(group.Histograms is null ? summary.Metrics : group)[family.Metric];
            if (distribution.Count > 0)
                WriteSeries(page, family, name, distribution);
        }
    }

    private static void WriteSeries(MetricPage page, MetricFamily family, string group, Distribution distribution)
    {
        var scale = family.IsRate ? 1 : 1_000;
        var bars = distribution.Bars();
        var next = 0;
        long count = 0;
        foreach (var bound in family.Buckets)
        {
            for (; next < bars.Count && bars[next].Value <= bound * scale; next++)
                count += bars[next].Count;
            page.Sample($"{family.Name}_bucket", count, (Group, group), ("le", MetricPage.Number(bound)));
        }

        page.Sample($"{family.Name}_bucket", distribution.Count, (Group, group), ("le", "+Inf"));
        page.Sample($"{family.Name}_sum", Math.Round(distribution.Sum / scale, 6), (Group, group));
        page.Sample($"{family.Name}_count", distribution.Count, (Group, group));
    }

    private static void WriteRates(MetricPage page, RunTotals totals)
    {
        Windows("vllmstream_requests_per_second", "Requests that ended well, per second.", window => window.RequestsPerS);
        Windows("vllmstream_output_tokens_per_second", "Output tokens per second.", window => window.OutputTokensPerS);
        Windows("vllmstream_prompt_tokens_per_second", "Prompt tokens per second.", window => window.InputTokensPerS);
        page.Family("vllmstream_goodput_requests_per_second", "gauge", null, "Requests per second of the steady window that met every objective.");
        page.Sample("vllmstream_goodput_requests_per_second", totals.Goodput?.RequestsPerS);
        page.Family("vllmstream_error_ratio", "gauge", "ratio", "Share of failures among what succeeded or failed.");
        page.Sample("vllmstream_error_ratio", totals.ErrorRatio);

        void Windows(string name, string help, Func<ThroughputFigures, double?> rate)
        {
            page.Family(name, "gauge", null, help);
            page.Sample(name, totals.Steady is { } steady ? rate(steady) : null, ("window", "steady"));
            page.Sample(name, totals.Whole is { } whole ? rate(whole) : null, ("window", "whole"));
        }
    }
}
