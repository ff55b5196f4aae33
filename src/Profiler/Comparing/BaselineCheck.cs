using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Comparing;

/// <summary>A comparison as a check of its second side: passes where no figure is worse, and fails without a verdict too. Pure.</summary>
public static class BaselineCheck
{
    /// <summary>The check.</summary>
    /// <param name="comparison">The baseline, and the run that is held against it.</param>
    public static CheckResult Of(RunComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        if (comparison.Objections.Count > 0)
            return NotJudged(comparison.A.Name, $"not comparable: {string.Join("; ", comparison.Objections)} (a is the baseline, b this run)");
        var worse = comparison.Figures.Count(figure => figure.Verdict == ComparisonVerdict.Worse);
        if (comparison.Verdict == ComparisonVerdict.TooFewSamples)
            return NotJudged(comparison.A.Name, $"too few samples to say anything of times: {comparison.A.All.Requests} requests in the baseline, {comparison.B.All.Requests} here");
        return Result(comparison.A.Name, worse, reason: null) with { Detail = Sentence(comparison) + Unknown(comparison) + Differences(comparison) };
    }

    /// <summary>The check where nothing can be said: it fails, so that no run passes unseen.</summary>
    /// <param name="baseline">File of the baseline.</param>
    /// <param name="reason">Why not.</param>
    public static CheckResult NotJudged(string baseline, string reason) => Result(baseline, null, reason);

    private static CheckResult Result(string baseline, int? worse, string? reason) =>
        new($"baseline {Path.GetFileName(baseline)}: not worse", worse == 0, worse, "count", reason, Group: null, CheckMetrics.Baseline, Statistic: null, ComparisonOperator.LessOrEqual, Limit: 0);

    private static string Sentence(RunComparison comparison)
    {
        var (worse, better) = (ComparisonWords.Told(comparison, ComparisonVerdict.Worse), ComparisonWords.Told(comparison, ComparisonVerdict.Better));
        return (worse, better) switch
        {
            ("", "") => $"no evidence of a difference of {Figure.Share(comparison.Threshold)} or more{(comparison.IsOneRun ? ": the baseline is this run itself" : "")}",
            (_, "") => $"worse: {worse}",
            ("", _) => $"better: {better}",
            _ => $"worse: {worse}; better: {better}",
        };
    }

    private static string Unknown(RunComparison comparison)
    {
        var few = comparison.Figures.Count(figure => figure.Verdict == ComparisonVerdict.TooFewSamples);
        return few == 0 ? "" : $"; too few samples for {few} of {comparison.Figures.Count} figures";
    }

    // What may have made the difference besides the server; compare says how each was.
    private static string Differences(RunComparison comparison) =>
        comparison.Differences.Count == 0 ? "" : $"; differs in {string.Join(", ", comparison.Differences.Select(difference => difference.What))}";
}
