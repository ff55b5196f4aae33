using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Metrics;

/// <summary>Checks on one finding, which several runs were asked: what needs the server was seen by each of them alone. Pure.</summary>
internal static class MergedFindingChecks
{
    /// <summary>One result for each check: it fails where a run failed it, and passes where every run did. None where neither is so.</summary>
    public static IEnumerable<CheckResult> Of(IReadOnlyList<RunSummary> parts)
    {
        foreach (var text in parts.SelectMany(part => part.Checks).Where(IsOfOne).Select(check => check.Text).Distinct(StringComparer.Ordinal))
        {
            CheckResult[] results = [.. parts.Select(part => part.Checks.FirstOrDefault(check => IsOfOne(check) && check.Text == text)).OfType<CheckResult>().Where(check => check.Value is not null)];
            if ((results.FirstOrDefault(check => !check.Pass) ?? (results.Length == parts.Count ? results[0] : null)) is { } result)
                yield return result;
        }
    }

    private static bool IsOfOne(CheckResult check) => check is { Metric: CheckMetrics.Findings, Statistic: not null };
}
