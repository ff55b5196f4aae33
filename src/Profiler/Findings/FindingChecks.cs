using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Findings;

/// <summary>Judges the checks that ask for findings, once all others are judged: some rules look at these. Pure.</summary>
public static class FindingChecks
{
    /// <summary>The summary with those checks judged, and the exit code that follows. Done again it gives the same.</summary>
    /// <param name="summary">A result with its checks, those on findings not yet judged.</param>
    public static RunSummary Judge(RunSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        if (!summary.Checks.Any(IsOfFindings))
            return summary;
        return SummaryChecks.WithResults(summary, [.. summary.Checks.Select(check => IsOfFindings(check) ? Judge(check, summary) : check)]);
    }

    private static bool IsOfFindings(CheckResult check) => check.Metric == CheckMetrics.Findings;

    // Every rule and not only the few that are told; of one that needs what nobody looked at there is no value, and in the count it is silent, as in the summary.
    private static CheckResult Judge(CheckResult check, RunSummary summary)
    {
        var term = new CheckTerm(check.Text, check.Group, check.Metric, check.Statistic, check.Operator, check.Limit);
        if (term.Statistic is not { } code)
            return CheckRule.Result(term, FindingTable.All.Count(rule => rule.Judge(summary) is not null), CheckRule.Count, "");
        if (FindingTable.Find(code) is not { } asked)
            return CheckRule.Result(term, null, CheckRule.Count, $"{code} is no finding");
        var isFound = asked.Judge(summary) is not null;
        var absence = isFound ? null : asked.Absence(summary);
        // What the runs of merged files found with their servers in sight, each alone.
        if (absence is not null && summary.Findings.Any(finding => finding.Code == SummaryMerge.ServerNotMerged))
            return check.Value is not null ? check : CheckRule.Result(term, null, CheckRule.Count, "what the servers said is not merged, and not every file has this check; ask each by itself");
        return CheckRule.Result(term, absence is null ? isFound ? 1 : 0 : null, CheckRule.Count, absence ?? "");
    }
}
