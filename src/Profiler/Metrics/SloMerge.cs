namespace VllmStream.Profiling.Metrics;

/// <summary>Objectives of several runs: which requests met them is a count of all only where all had the same. Pure.</summary>
internal static class SloMerge
{
    /// <summary>Word of the note that says they were not the same.</summary>
    public const string Code = "slo_not_merged";

    /// <summary>Why there is no goodput then.</summary>
    public const string Absence = "not all files have the same objectives (--slo)";

    /// <summary>True where all runs had the same, in whatever order and words.</summary>
    public static bool IsOne(IReadOnlyList<RunSummary> parts) => parts.All(part => !IsLeftOut(part) && MeaningOf(part).SetEquals(MeaningOf(parts[0])));

    /// <summary>True for a merged summary without objectives because they were not the same.</summary>
    public static bool IsLeftOut(RunSummary summary) => summary.Findings.Any(finding => finding.Code == Code);

    /// <summary>The note; none where all had the same.</summary>
    public static IEnumerable<Finding> LeftOut(IReadOnlyList<RunSummary> parts)
    {
        if (!IsOne(parts))
            yield return new Finding("info", Code, $"{Absence}: how many requests met them, and goodput, are not merged; see each file by itself");
    }

    private static HashSet<(string, Options.ComparisonOperator, double)> MeaningOf(RunSummary part) => [.. part.Run.Slo.Select(term => (term.Metric, term.Operator, term.Limit))];
}
