using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Comparing;

/// <summary>A comparison in 80 columns.</summary>
public static class ComparisonPage
{
    private const int Red = 31;
    private const int Green = 32;

    /// <summary>Writes it.</summary>
    /// <param name="comparison">What is said.</param>
    /// <param name="output">Where.</param>
    /// <param name="options">Colours and characters.</param>
    public static void Write(RunComparison comparison, TextWriter output, SummaryTextOptions options)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var page = new SummaryPage(output, options);
        WriteSide(page, "compare", "a", comparison.SideA);
        WriteSide(page, "", "b", comparison.SideB);
        WriteDifferences(page, comparison.Differences);
        page.Blank();
        page.Line(Row("", "", "a", "b", "change", "95% interval", ""));
        foreach (var figure in comparison.Figures.Where(figure => figure.Group is null))
            WriteFigure(page, figure);
        WriteGroups(page, comparison);
        page.Blank();
        page.Sentence("verdict", ComparisonWords.Sentence(comparison));
        if (comparison.Objections.Count == 0)
            page.Sentence("", $"{Figure.Share(comparison.Threshold)} or more matters (--threshold); {comparison.Figures.Count(figure => figure.ChanceRatio is not null)} figures looked at, which together {ComparisonWords.Chance(comparison)}");
    }

    private static void WriteSide(SummaryPage page, string label, string letter, ComparedSide side) =>
        page.Facts(label, [$"{letter}  {side.Name}", .. side.Facts]);

    private static void WriteDifferences(SummaryPage page, IReadOnlyList<RunDifference> differences)
    {
        var label = "differs";
        foreach (var difference in differences)
        {
            page.Sentence(label, $"{difference.What}: {ComparisonWords.Difference(difference)}");
            label = "";
        }
    }

    // A group has as many figures as the run: those that say something are enough, and how many do not.
    private static void WriteGroups(SummaryPage page, RunComparison comparison)
    {
        foreach (var group in comparison.Figures.Where(figure => figure.Group is not null).GroupBy(figure => figure.Group!))
        {
            var telling = group.Where(figure => figure.Verdict is ComparisonVerdict.Worse or ComparisonVerdict.Better).ToArray();
            var silent = group.Count(figure => figure.Verdict == ComparisonVerdict.NoEvidence);
            var few = group.Count(figure => figure.Verdict == ComparisonVerdict.TooFewSamples);
            page.Blank();
            page.Facts(
                "group",
                group.Key,
                comparison.Objections.Count > 0 ? ComparisonWords.Of(verdict: null) : telling.Length > 0 || silent == 0 ? null : "no evidence of a difference",
                few == 0 ? null : $"too few samples for {few} of {group.Count()} figures");
            foreach (var figure in telling)
                WriteFigure(page, figure);
        }
    }

    private static void WriteFigure(SummaryPage page, ComparedFigure figure)
    {
        var (a, b, unit) = ComparisonWords.Values(figure);
        // A reason stands last, and that of what is lost beside its word.
        var interval = figure.IsLost ? figure.Absence! : figure.IsTooFew ? "too few" : ComparisonWords.Interval(figure);
        var says = figure.Verdict switch
        {
            ComparisonVerdict.Worse => page.Colored(ComparisonWords.Of(figure.Verdict), Red),
            ComparisonVerdict.Better => page.Colored(ComparisonWords.Of(figure.Verdict), Green),
            ComparisonVerdict.NoEvidence => ComparisonWords.Of(figure.Verdict),
            _ => figure.IsLost ? "" : figure.Absence ?? "",
        };
        page.Line(Row($"{ComparisonWords.Name(figure),-9}{figure.Statistic}", unit, a, b, ComparisonWords.Change(figure), interval, says));
    }

    // The widest change is +0.123 pp, the widest interval +0.123 .. +0.456 pp: two blanks before either.
    private static string Row(string label, string unit, string a, string b, string change, string interval, string verdict) =>
        $"{label,-13}{unit,-6}{a,8}{b,8}{change,11}{interval,21}  {verdict}";
}
