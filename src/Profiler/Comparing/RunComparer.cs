using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Comparing;

/// <summary>Compares two sides, figure by figure. Pure.</summary>
/// <remarks>
/// Each figure has a 95 % interval from a block bootstrap of either side. A figure is better or worse only if its change is at least
/// the threshold and more than chance, where all figures together may be wrong in one comparison of twenty (Holm 1979): the more is looked at, the
/// more chance would find.
/// </remarks>
public static class RunComparer
{
    // Wrong alarms of a comparison as a whole.
    private const double FalseAlarms = 0.05;

    /// <summary>Compares.</summary>
    /// <param name="a">The base.</param>
    /// <param name="b">What is held against it.</param>
    /// <param name="options">What matters.</param>
    public static RunComparison Compare(RunSamples a, RunSamples b, ComparisonOptions options)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(options);
        RunDifference[] differences = [.. Comparability.DifferencesOf(a, b)];
        string[] objections = [.. Comparability.ObjectionsTo(a, b)];
        var shared = new SharedTerms(Comparability.IsSameTokenSource(a, b), Comparability.IsSameTraffic(a, b, differences), Comparability.IsSameKind(a, b));
        List<ComparedFigure> figures = [.. FigureComparer.Of(null, a.All, b.All, shared)];
        if (a.Groups.Count > 1 || b.Groups.Count > 1)
        {
            foreach (var group in a.Groups.Keys.Where(b.Groups.ContainsKey))
                figures.AddRange(FigureComparer.Of(group, a.Groups[group], b.Groups[group], shared));
        }

        return new RunComparison
        {
            A = a,
            B = b,
            Threshold = options.Threshold,
            Differences = differences,
            Objections = objections,
            IsSameTraffic = shared.Traffic,
            Figures = Judge(figures, options.Threshold, objections),
        };
    }

    /// <summary>Gives each figure its word, all of them together; none where something speaks against the two.</summary>
    internal static List<ComparedFigure> Judge(List<ComparedFigure> figures, double threshold, IReadOnlyList<string> objections)
    {
        if (objections.Count > 0)
            return figures;
        var judged = figures.Where(figure => figure.ChanceRatio is not null).OrderBy(figure => figure.ChanceRatio).ToArray();
        var found = new HashSet<ComparedFigure>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < judged.Length && judged[i].ChanceRatio <= FalseAlarms / (judged.Length - i); i++)
            found.Add(judged[i]);
        return figures.ConvertAll(figure => figure with { Verdict = VerdictOf(figure, found.Contains(figure), threshold) });
    }

    private static ComparisonVerdict VerdictOf(ComparedFigure figure, bool isMoreThanChance, double threshold)
    {
        if (figure.IsLost)
            return ComparisonVerdict.Worse;
        if (figure.ChanceRatio is null)
            return ComparisonVerdict.TooFewSamples;
        // Of an error rate every point counts twentyfold: half a percent of failures is no rounding.
        var least = figure.IsRelative ? threshold : threshold / 10;
        if (!isMoreThanChance || Math.Abs(figure.Change ?? 0) < least)
            return ComparisonVerdict.NoEvidence;
        return figure.IsBad ? ComparisonVerdict.Worse : ComparisonVerdict.Better;
    }
}
