using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Comparing;

/// <summary>Figures and verdicts of a comparison as people read them, the same in text and Markdown.</summary>
internal static class ComparisonWords
{
    private const double SecondsFromMs = 1_000;

    public static string Of(ComparisonVerdict verdict) => verdict switch
    {
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

    /// <summary>+4.2% .. +9.8%; - where there is none.</summary>
    public static string Interval(ComparedFigure figure) =>
        figure.Low is null ? Figure.Absent : $"{Change(figure, figure.Low)} .. {Change(figure, figure.High)}";

    /// <summary>How the two differ, or what must be known.</summary>
    public static string Difference(RunDifference difference) => difference.Note ?? $"{difference.A ?? "none"} in a, {difference.B ?? "none"} in b";

    /// <summary>What the comparison comes to, in a sentence.</summary>
    public static string Sentence(RunComparison comparison)
    {
        if (comparison.Objections.Count > 0)
            return $"none: {string.Join("; ", comparison.Objections)}";
        var worse = Told(comparison, ComparisonVerdict.Worse);
        var better = Told(comparison, ComparisonVerdict.Better);
        return comparison.Verdict switch
        {
            ComparisonVerdict.Worse => $"b is worse: {worse}{(better.Length > 0 ? $"; and better: {better}" : "")}",
            ComparisonVerdict.Better => $"b is better: {better}",
            ComparisonVerdict.NoEvidence => $"no evidence of a difference of {Figure.Share(comparison.Threshold)} or more",
            _ => "too few samples to say anything",
        };
    }

    private static string Told(RunComparison comparison, ComparisonVerdict verdict)
    {
        const int most = 4;
        var told = comparison.Figures.Where(figure => figure.Verdict == verdict).ToArray();
        var rest = told.Length > most ? $" and {told.Length - most} more" : "";
        return string.Join(", ", told.Take(most).Select(figure => $"{(figure.Group is { } group ? group + " " : "")}{Label(figure)} {Change(figure)}")) + rest;
    }

    private static string Change(ComparedFigure figure, double? change) =>
        figure.IsRelative ? Figure.Change(change) : change is null ? Figure.Absent : $"{Figure.Difference(change * 100)} pp";
}
