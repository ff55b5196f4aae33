using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Metrics;

/// <summary>Judges checks on a summary: of merged files, or asked of a file later. Pure.</summary>
public static class SummaryChecks
{
    /// <summary>The summary with further checks judged, each in place of one of the same text, and the exit code that follows.</summary>
    /// <param name="summary">A result.</param>
    /// <param name="terms">What is asked of it.</param>
    public static RunSummary With(RunSummary summary, IReadOnlyList<CheckTerm> terms)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(terms);
        if (terms.Count == 0)
            return summary;
        // Many checks ask one group: its distributions are decoded once.
        var sources = new Dictionary<string, CheckSource?>(StringComparer.Ordinal);
        CheckSource? SourceOnce(string? group) => sources.TryGetValue(group ?? "", out var known) ? known : sources[group ?? ""] = SourceOf(summary, group);
        return WithResults(
            summary with { Run = summary.Run with { Checks = [.. summary.Run.Checks.Concat(terms).Distinct()] } },
            [.. summary.Checks.Where(check => !terms.Any(term => term.Text == check.Text)), .. terms.DistinctBy(term => term.Text, StringComparer.Ordinal).Select(Evaluate)]);

        // What is found is judged when all other checks are; until then what the runs of merged files found stands.
        CheckResult Evaluate(CheckTerm term) =>
            summary.Checks.FirstOrDefault(check => check.Text == term.Text && check.Metric == CheckMetrics.Findings) ?? CheckRule.Evaluate(term, SourceOnce);
    }

    /// <summary>The summary with one result more, in place of one of the same text, and the exit code that follows.</summary>
    public static RunSummary With(RunSummary summary, CheckResult result)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(result);
        return WithResults(summary, [.. summary.Checks.Where(check => check.Text != result.Text), result]);
    }

    /// <summary>The summary with these results, and the exit code that follows.</summary>
    internal static RunSummary WithResults(RunSummary summary, IReadOnlyList<CheckResult> checks) =>
        summary with { Checks = checks, Judgement = JudgementOf(summary.Judgement, checks) };

    /// <summary>A run that ended otherwise stays as it is: its checks are not worth failing.</summary>
    internal static Judgement JudgementOf(Judgement before, IReadOnlyList<CheckResult> checks) =>
        before.ExitCode is not (0 or 99)
            ? before
            : Judgement.Of(new RunEnding { EndTicks = 0, Sent = 0 }, finished: 1, ok: 1, warmup: 0, warmupOk: 0, checks) with { Verdict = before.Verdict };

    private static CheckSource? SourceOf(RunSummary summary, string? name)
    {
        var goodputAbsence = SloMerge.IsLeftOut(summary) ? SloMerge.Absence : null;
        if (name is null)
        {
            return new CheckSource
            {
                Histograms = new Lazy<HistogramSet>(() => summary.Histograms.ToSet(summary.Metrics)),
                Requests = summary.Totals.Requests,
                Ok = summary.Totals.Ok,
                Failed = summary.Totals.Failed,
                Left = summary.Totals.Left,
                Steady = summary.Totals.Steady,
                Goodput = summary.Totals.Goodput,
                GoodputAbsence = goodputAbsence,
                Outcomes = summary.Totals.Outcomes,
            };
        }

        // The only group of a run keeps its distributions in the run's.
        return summary.Groups.TryGetValue(name, out var group)
            ? new CheckSource
            {
                Histograms = new Lazy<HistogramSet>(() => (group.Histograms ?? summary.Histograms).ToSet(group)),
                Requests = group.Requests,
                Ok = group.Ok,
                Failed = group.Failed,
                Left = group.Left,
                Steady = group.Steady,
                Goodput = group.Goodput,
                GoodputAbsence = goodputAbsence,
            }
            : null;
    }
}
