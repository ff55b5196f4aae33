using VllmStream.Profiling.Exporting;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Reporting.Exchange.OpenMetrics;

/// <summary>A summary as a page in OpenMetrics' text format, for a Pushgateway or a file collector. Pure.</summary>
/// <remarks>
/// Requests, tokens and distributions stand by group only: what a query sums over groups must not hold them twice.
/// A sample falls into the bucket that the middle of its own bucket falls into, which is at most 0.1 % wide.
/// </remarks>
public static class SummaryMetrics
{
    private const string Group = RunFamilies.Group;

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
        page.Family(RunFamilies.Run);
        page.Sample(RunFamilies.Run.SampleName, 1, RunFamilies.LabelsOf(summary.Run));
        page.Family("vllmstream_run_valid", "gauge", null, "1 when the run is VALID, else 0.");
        page.Sample("vllmstream_run_valid", summary.Judgement.Verdict == Verdict.Valid ? 1 : 0);
        page.Family("vllmstream_run_exit_code", "gauge", null, "Exit code of the run.");
        page.Sample("vllmstream_run_exit_code", summary.Judgement.ExitCode);
        page.Family("vllmstream_run_duration_seconds", "gauge", "seconds", "From the end of warm-up to the last end.");
        page.Sample("vllmstream_run_duration_seconds", summary.Totals.Whole?.DurationMs / 1_000);
    }

    private static void WriteCounts(MetricPage page, RunSummary summary)
    {
        var name = RunFamilies.Requests.SampleName;
        page.Family(RunFamilies.Requests);
        foreach (var (group, figures) in summary.Groups)
        {
            page.Sample(name, figures.Ok, (Group, group), ("result", "ok"));
            page.Sample(name, figures.Failed, (Group, group), ("result", "failed"));
            page.Sample(name, figures.Left, (Group, group), ("result", "left"));
        }

        page.Family(RunFamilies.Outcomes);
        foreach (var (outcome, count) in summary.Totals.Outcomes)
            page.Sample(RunFamilies.Outcomes.SampleName, count, ("outcome", outcome));
        page.Family(RunFamilies.PromptTokens);
        foreach (var (group, figures) in summary.Groups)
            page.Sample(RunFamilies.PromptTokens.SampleName, figures.PromptTokens, (Group, group));
        page.Family(RunFamilies.OutputTokens);
        foreach (var (group, figures) in summary.Groups)
            page.Sample(RunFamilies.OutputTokens.SampleName, figures.OutputTokens, (Group, group), ("source", figures.TokenSource));
    }

    private static void WriteHistogram(MetricPage page, MetricFamily family, RunSummary summary)
    {
        page.Family(RunFamilies.Of(family));
        foreach (var (name, group) in summary.Groups)
        {
            // The only group has its distributions at the run.
            var texts = group.Histograms ?? summary.Histograms;
            var distribution = texts.ToSet(group.Histograms is null ? summary.Metrics : group)[family.Metric];
            if (distribution.Count > 0)
                WriteSeries(page, family, [(Group, name), ("source", family.CountsTokens ? group.TokenSource : null)], distribution);
        }
    }

    private static void WriteSeries(MetricPage page, MetricFamily family, ReadOnlySpan<(string Key, string? Value)> labels, Distribution distribution)
    {
        var scale = family.IsRate ? 1 : 1_000;
        var bars = distribution.Bars();
        var next = 0;
        long count = 0;
        foreach (var bound in family.Buckets)
        {
            for (; next < bars.Count && bars[next].Value <= bound * scale; next++)
                count += bars[next].Count;
            page.Sample($"{family.Name}_bucket", count, [.. labels, ("le", MetricPage.Number(bound))]);
        }

        page.Sample($"{family.Name}_bucket", distribution.Count, [.. labels, ("le", "+Inf")]);
        page.Sample($"{family.Name}_sum", Math.Round(distribution.Sum / scale, 6), labels);
        page.Sample($"{family.Name}_count", distribution.Count, labels);
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
