using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Comparing;

/// <summary>Figures and verdicts of a comparison as people read them, the same in text and Markdown.</summary>
internal static class ComparisonWords
{
    private const double SecondsFromMs = 1_000;

    // More than these nobody reads in a line; the figures themselves have them all.
    private const int MostTold = 4;

    public static string Of(ComparisonVerdict? verdict) => verdict switch
    {
        null => "not judged",
        ComparisonVerdict.Worse => "worse",
        ComparisonVerdict.Better => "better",
        ComparisonVerdict.NoEvidence => "no evidence",
        _ => "too few samples",
    };

    /// <summary>TTFT p50, error rate, requests.</summary>
    public static string Label(ComparedFigure figure) => figure.Statistic is { } statistic ? $"{Name(figure)} {statistic}" : Name(figure);

    /// <summary>TTFT, error rate.</summary>
    public static string Name(ComparedFigure figure) => figure.Metric switch
    {
        "error_rate" => "failed",
        "requests_per_s" => "requests",
        "output_tokens_per_s" => "output",
        _ => MetricTable.Find(figure.Metric)!.Label,
    };

    /// <summary>Both values in one unit, and the unit.</summary>
    public static (string A, string B, string Unit) Values(ComparedFigure figure)
    {
        if (figure.Unit == "ratio")
            return (Figure.Share(figure.A), Figure.Share(figure.B), "");
        var isSeconds = figure.Unit == "ms" && Math.Max(figure.A ?? 0, figure.B ?? 0) >= SecondsFromMs;
        string Show(double? value) => Figure.Three(isSeconds ? value / SecondsFromMs : value);
        return (Show(figure.A), Show(figure.B), isSeconds ? "s" : figure.Unit);
    }

    /// <summary>+6.9%, or +0.4 pp of a share.</summary>
    public static string Change(ComparedFigure figure) => Change(figure, figure.Change);

    /// <summary>+4.2% .. +9.8%, or +0.2 .. +0.6 pp; - where there is none.</summary>
    public static string Interval(ComparedFigure figure) => figure switch
    {
        { Low: null } => Figure.Absent,
        { IsRelative: true } => $"{Change(figure, figure.Low)} .. {Change(figure, figure.High)}",
        // The unit once: twice it is as wide as the column.
        _ => $"{Figure.Difference(figure.Low * 100)} .. {Figure.Difference(figure.High * 100)} pp",
    };

    /// <summary>The figure and what came of it: TTFT p50 +6.9%, ITL none in b.</summary>
    public static string Told(ComparedFigure figure) =>
        $"{(figure.Group is { } group ? group + " " : "")}{(figure.IsLost ? $"{Name(figure)} {figure.Absence}" : $"{Label(figure)} {Change(figure)}")}";

    /// <summary>What an interval is.</summary>
    public const string OfIntervals = "In 95 of 100 such comparisons the interval holds the true change.";

    /// <summary>How often all figures together say what is chance, as the end of a sentence of them.</summary>
    public static string Chance(RunComparison comparison) => comparison.IsSameTraffic
        ? "find a difference by chance in at most one comparison of twenty"
        : "find a difference by chance in about one comparison of twenty, and in more of them near the server's capacity, since the two were not sent the same requests (one --seed and one load)";

    /// <summary>How the two differ, or what must be known.</summary>
    public static string Difference(RunDifference difference) => difference.Note ?? $"{difference.A ?? "none"} in a, {difference.B ?? "none"} in b";

    /// <summary>What the comparison comes to, in a sentence.</summary>
    public static string Sentence(RunComparison comparison)
    {
        if (comparison.Objections.Count > 0)
            return $"none: {string.Join("; ", comparison.Objections)}";
        var worse = Told(comparison, ComparisonVerdict.Worse);
        var better = Told(comparison, ComparisonVerdict.Better);
        var judged = comparison.Judged == comparison.Figures.Count ? "" : $"; {comparison.Judged} of {comparison.Figures.Count} figures could be judged";
        return comparison.Verdict switch
        {
            ComparisonVerdict.Worse => $"b is worse: {worse}{(better.Length > 0 ? $"; and better: {better}" : "")}",
            ComparisonVerdict.Better => $"b is better: {better}",
            ComparisonVerdict.NoEvidence => $"no evidence of a difference of {Figure.Share(comparison.Threshold)} or more{(comparison.IsOneRun ? ": a and b are one run" : "")}{judged}",
            _ => $"too few samples to say anything{(comparison.Judged > 0 ? " of times" : "")}{(comparison.IsOneRun ? ": a and b are one run" : "")}{judged}{(better.Length > 0 ? $"; better: {better}" : "")}",
        };
    }

    /// <summary>The figures with that verdict, the first of them by name; empty without any.</summary>
    public static string Told(RunComparison comparison, ComparisonVerdict verdict)
    {
        // Every percentile of what is lost says the same.
        string[] told = [.. comparison.Figures.Where(figure => figure.Verdict == verdict).Select(Told).Distinct(StringComparer.Ordinal)];
        var rest = told.Length > MostTold ? $" and {told.Length - MostTold} more" : "";
        return string.Join(", ", told.Take(MostTold)) + rest;
    }

    private static string Change(ComparedFigure figure, double? change) =>
        figure.IsRelative ? Figure.Change(change) : change is null ? Figure.Absent : $"{Figure.Difference(change * 100)} pp";
}
