using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Findings;

/// <summary>Turns the numbers of a run into sentences that say what is wrong. Pure.</summary>
public static class Diagnosis
{
    /// <summary>So many at most: whoever reads ten reads none.</summary>
    public const int Most = 5;

    /// <summary>The summary with what its numbers say, the worst first, before what was noted while it was made, and the checks on that judged. Done again it gives the same.</summary>
    public static RunSummary Of(RunSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var said = FindingTable.All.Select(rule => rule.Judge(summary)).OfType<Finding>().Take(Most);
        return FindingChecks.Judge(summary with { Findings = [.. said, .. summary.Findings.Where(finding => finding.Evidence is null)] });
    }
}
