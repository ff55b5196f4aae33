using VllmStream.Profiling.Output;
using VllmStream.Profiling.Reporting.Html;

namespace VllmStream.Profiling.Comparing.Html;

/// <summary>Every figure with its change, and where the change lies between better and worse.</summary>
internal static class FigureSection
{
    /// <summary>A scenario may make hundreds of groups; the JSON has them all.</summary>
    private const int MostGroups = 40;

    /// <summary>Draws the figures of all requests.</summary>
    public static void WriteAll(MarkupWriter to, RunComparison comparison) =>
        WriteTable(to, comparison, [.. comparison.Figures.Where(figure => figure.Group is null)]);

    /// <summary>Draws those of each group; the groups that say something are open.</summary>
    public static void WriteGroups(MarkupWriter to, RunComparison comparison)
    {
        var groups = comparison.Figures.Where(figure => figure.Group is not null).GroupBy(figure => figure.Group!).ToArray();
        if (groups.Length == 0)
        {
            to.Absent("the two have no groups in common, or one, whose figures are those above");
            return;
        }

        foreach (var group in groups.OrderByDescending(Says).ThenBy(group => group.Key, StringComparer.Ordinal).Take(MostGroups))
        {
            var telling = group.Where(figure => figure.Verdict is ComparisonVerdict.Worse or ComparisonVerdict.Better).ToArray();
            to.Raw(telling.Length > 0 ? "<details open=\"open\">" : "<details>");
            to.Element("summary", $"{group.Key}: {(telling.Length > 0 ? string.Join(", ", telling.Select(figure => $"{ComparisonWords.Label(figure)} {(figure.IsLost ? figure.Absence : ComparisonWords.Change(figure))} {ComparisonWords.Of(figure.Verdict)}")) : ComparisonWords.Of(Says(group)))}").Raw("\n");
            WriteTable(to, comparison, [.. group]);
            to.Raw("</details>\n");
        }

        if (groups.Length > MostGroups)
            to.Absent($"{groups.Length - MostGroups} more groups are not drawn; --json has them");

        static ComparisonVerdict? Says(IGrouping<string, ComparedFigure> group) => group.Max(figure => figure.Verdict);
    }

    private static void WriteTable(MarkupWriter to, RunComparison comparison, IReadOnlyList<ComparedFigure> figures)
    {
        if (figures.Count == 0)
        {
            to.Absent("no figure that both have");
            return;
        }

        var scale = ForestScale.Of(comparison.Figures, comparison.Threshold);
        to.BeginTable("figures compare", "figure", "a", "b", "unit", "change", "95 % interval", scale.Text, "says");
        foreach (var figure in figures)
            WriteRow(to, figure, scale);
        to.EndTable();
        to.Raw("<p class=\"note\"><span class=\"key kband\">").Text($"too small to matter, under {Figure.Share(comparison.Threshold)}").Raw("</span>. ");
        to.Text($"Drawn from {scale.Text}{(figures.Any(figure => !figure.IsRelative) ? ", of failed requests a tenth of it in points" : "")}; what reaches the edge goes on beyond it.").Raw("</p>\n");
    }

    private static void WriteRow(MarkupWriter to, ComparedFigure figure, ForestScale scale)
    {
        var (a, b, unit) = ComparisonWords.Values(figure);
        var kind = KindOf(figure.Verdict);
        to.Raw("<tr>").Element("th scope=\"row\"", ComparisonWords.Label(figure));
        to.Element("td class=\"a\"", a).Element("td class=\"b\"", b).Element("td class=\"unit\"", unit);
        to.Element("td class=\"change\"", ComparisonWords.Change(figure));
        to.Element("td class=\"interval\"", figure.Low is null ? "" : ComparisonWords.Interval(figure));
        to.Raw("<td class=\"course\">");
        ForestPlot.Write(to, figure, scale, kind, Told(figure));
        to.Raw("</td>").Element($"td class=\"words says {kind}\"", Says(figure)).Raw("</tr>\n");
    }

    // Where samples are not the matter, too few would be no reason.
    private static string Says(ComparedFigure figure)
    {
        var word = ComparisonWords.Of(figure is { Verdict: ComparisonVerdict.TooFewSamples, IsTooFew: false } ? null : figure.Verdict);
        return figure.Absence is { } absence ? $"{word}: {absence}" : word;
    }

    private static string KindOf(ComparisonVerdict? verdict) => verdict switch
    {
        ComparisonVerdict.Worse => "worse",
        ComparisonVerdict.Better => "better",
        ComparisonVerdict.NoEvidence => "no-evidence",
        _ => "too-few",
    };

    private static string Told(ComparedFigure figure)
    {
        var (unit, of) = (figure.Unit == "ratio" ? "" : $" {figure.Unit}", figure.Group is { } group ? $"{group} " : "");
        var lines = new List<string>
        {
            $"{of}{ComparisonWords.Label(figure)}",
            $"a {MarkupWriter.Exact(figure.A)}{unit}, n {Count(figure.CountA)}",
            $"b {MarkupWriter.Exact(figure.B)}{unit}, n {Count(figure.CountB)}",
            $"change {ComparisonWords.Change(figure)}",
        };
        if (figure.Low is not null)
            lines.Add($"95 % interval {ComparisonWords.Interval(figure)}");
        if (figure.ChanceRatio is { } chance)
            lines.Add($"as likely by chance: {Figure.Share(chance)}");
        lines.Add(figure.Absence ?? ComparisonWords.Of(figure.Verdict));
        return string.Join('\n', lines);
    }

    private static string Count(long? count) => count is { } known ? $"{known}" : Figure.Absent;
}
