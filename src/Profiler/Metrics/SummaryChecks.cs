using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Metrics;

/// <summary>Judges checks on a summary: of merged files, or asked of a file later. Pure.</summary>
public static class SummaryChecks
{
    /// <summary>The summary with further checks judged, and the exit code that follows.</summary>
    /// <param name="summary">A result.</param>
    /// <param name="terms">What is asked of it.</param>
    public static RunSummary With(RunSummary summary, IReadOnlyList<CheckTerm> terms)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(terms);
        if (terms.Count == 0)
            return summary;
        CheckResult[] checks = [.. summary.Checks, .. terms.Select(term => CheckRule.Evaluate(term, group => SourceOf(summary, group)))];
        return summary with
        {
            Run = summary.Run with { Checks = [.. summary.Run.Checks.Concat(terms).Distinct()] },
            Checks = checks,
            Judgement = JudgementOf(summary.Judgement, checks),
        };
    }

    /// <summary>A run that ended otherwise stays as it is: its checks are not worth failing.</summary>
    internal static Judgement JudgementOf(Judgement before, IReadOnlyList<CheckResult> checks) =>
        before.ExitCode is not (0 or 99)
            ? before
            : Judgement.Of(new RunEnding { EndTicks = 0, Sent = 0 }, finished: 1, ok: 1, warmup: 0, warmupOk: 0, checks) with { Verdict = before.Verdict };

    private static CheckSource? SourceOf(RunSummary summary, string? name)
    {
        if (name is null)
            return SourceOf(summary.Histograms.ToSet(summary.Metrics), summary.Totals.Ok, summary.Totals.Failed, summary.Totals.Steady, summary.Totals.Goodput);
        // The only group of a run keeps its distributions in the run's.
        return summary.Groups.TryGetValue(name, out var group)
            ? SourceOf((group.Histograms ?? summary.Histograms).ToSet(group), group.Ok, group.Failed, group.Steady, group.Goodput)
            : null;
    }

    private static CheckSource SourceOf(HistogramSet set, long ok, long failed, ThroughputFigures? steady, GoodputFigures? goodput) => new()
    {
        Histograms = set,
        Ok = ok,
        Failed = failed,
        RequestsPerS = steady?.RequestsPerS,
        OutputTokensPerS = steady?.OutputTokensPerS,
        GoodputPerS = goodput?.RequestsPerS,
    };
}
