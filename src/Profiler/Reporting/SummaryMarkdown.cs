using System.Text;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting;

/// <summary>A summary as GitHub-flavoured Markdown, for a pull request or a job's page: verdict, checks and findings first, then the figures.</summary>
public static class SummaryMarkdown
{
    private static readonly MetricId[] Times = [MetricId.Ttft, MetricId.Ttfc, MetricId.Itl, MetricId.Tpot, MetricId.E2e, MetricId.Wait];

    /// <summary>The text.</summary>
    public static string Of(RunSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var text = new StringBuilder();
        var judgement = summary.Judgement;
        var mark = judgement.ExitCode == 0 ? "🟢" : "🔴";
        text.Append($"### {mark} {VerdictText.Of(judgement.Verdict)}, exit {judgement.ExitCode}: {MarkdownText.Escape(judgement.ExitReason)}\n\n");
        text.Append($"run {MarkdownText.Escape(summary.Run.Run)} against {MarkdownText.Escape(summary.Run.Target)}, {MarkdownText.Escape(summary.Run.Model ?? "no model")}, {MarkdownText.Escape(LoadText.Of(summary.Run.Load))}\n\n");
        WriteChecks(text, summary.Checks);
        WriteFindings(text, summary.Findings);
        WriteTimes(text, summary);
        WriteGroups(text, summary.Groups);
        AgentMarkdown.Write(text, summary);
        WriteFailures(text, summary.Totals);
        return text.ToString();
    }

    private static void WriteChecks(StringBuilder text, IReadOnlyList<CheckResult> checks)
    {
        if (checks.Count == 0)
            return;
        text.Append("| check | | measured |\n|---|---|--:|\n");
        foreach (var check in checks)
            text.Append($"| {MarkdownText.Escape(check.Text)} | {(check.Pass ? "🟢 pass" : "🔴 FAIL")} | {MarkdownText.Escape(CheckFigure.Of(check))} |\n");
        text.Append('\n');
    }

    private static void WriteFindings(StringBuilder text, IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
            text.Append($"- {MarkdownText.Escape(finding.Text)}{(finding.Advice is { } advice ? $"; try: {MarkdownText.Escape(advice)}" : "")}\n");
        if (findings.Count > 0)
            text.Append('\n');
    }

    private static void WriteTimes(StringBuilder text, RunSummary summary)
    {
        text.Append("| | n | p50 | p90 | p99 | worst |\n|---|--:|--:|--:|--:|--:|\n");
        foreach (var metric in Times)
        {
            var block = summary.Metrics.Time(metric);
            if (block.N > 0)
                text.Append($"| {MetricTable.Of(metric).Label} | {Figure.Count(block.N)} | {Time(block.P50)} | {Time(block.P90)} | {Time(block.P99)} | {Time(block.Max)} |\n");
        }

        var rate = summary.Metrics.TokensPerS;
        if (rate.N > 0)
            text.Append($"| rate, tok/s | {Figure.Count(rate.N)} | {Figure.Three(rate.P50)} | {Figure.Three(rate.P10)} | {Figure.Three(rate.P1)} | {Figure.Three(rate.Min)} |\n");
        text.Append('\n');
        if (summary.Totals.Steady is { } steady)
            text.Append($"{Figure.Three(steady.OutputTokensPerS)} output tok/s, {Figure.Three(steady.RequestsPerS)} requests/s{(summary.Totals.Goodput is { } goodput ? $", goodput {Figure.Three(goodput.RequestsPerS)} requests/s" : "")}\n\n");
    }

    private static void WriteGroups(StringBuilder text, IReadOnlyDictionary<string, GroupSummary> groups)
    {
        if (groups.Count < 2)
            return;
        text.Append("| group | ok | failed | TTFT p50 | p99 | TPOT p50 | p99 | E2E p50 | p99 |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (var (name, group) in groups)
        {
            text.Append($"| {MarkdownText.Escape(name)} | {Figure.Count(group.Ok)} | {Figure.Count(group.Failed)} | {Time(group.TtftMs.P50)} | {Time(group.TtftMs.P99)} | {Time(group.TpotMs.P50)} | {Time(group.TpotMs.P99)} | {Time(group.E2eMs.P50)} | {Time(group.E2eMs.P99)} |\n");
        }

        text.Append('\n');
    }

    private static void WriteFailures(StringBuilder text, RunTotals totals)
    {
        text.Append($"{Figure.Count(totals.Failed)} of {Figure.Count(totals.Ok + totals.Failed)} failed{(totals.ErrorRatio is { } ratio ? $" ({Figure.Share(ratio)})" : "")}\n");
        if (totals.Failures.Count == 0)
            return;
        text.Append("\n| outcome | | for example |\n|---|--:|---|\n");
        foreach (var failure in totals.Failures)
            text.Append($"| {failure.Outcome} | {Figure.Count(failure.Count)} | {MarkdownText.Escape(failure.Example ?? "")} |\n");
    }

    private static string Time(double? ms) => ms is { } known ? Figure.Time(known) : Figure.Absent;
}
