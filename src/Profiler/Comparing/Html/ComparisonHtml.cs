using VllmStream.Profiling.Output;
using VllmStream.Profiling.Reporting.Html;

namespace VllmStream.Profiling.Comparing.Html;

/// <summary>A comparison as one HTML page that refers to nothing outside itself.</summary>
/// <remarks>Like the page of a run it holds what is drawn and no more, so its size does not grow with the runs.</remarks>
public static class ComparisonHtml
{
    private static readonly (string Id, string Title, Action<MarkupWriter, RunComparison> Write)[] Parts =
    [
        ("differs", "What else differs", DifferenceSection.Write),
        ("figures", "Figures", FigureSection.WriteAll),
        ("groups", "Groups", FigureSection.WriteGroups),
        ("distributions", "Distributions", OverlaySection.Write),
        ("sides", "a and b", SideSection.Write),
        ("reading", "How to read it", ReadingSection.Write),
    ];

    /// <summary>The page.</summary>
    public static string Of(RunComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var (word, kind) = VerdictOf(comparison);
        var to = PageFrame.Begin($"{word}: {comparison.SideB.Name} against {comparison.SideA.Name}", ComparisonStyle.Text);
        to.Raw("<header>\n").Element("h1", $"{comparison.SideB.Name} against {comparison.SideA.Name}").Raw("\n");
        to.Raw("<p>").Element($"span class=\"verdict {kind}\"", word).Raw(" ").Element("b", Sentence(comparison)).Raw("</p>\n");
        to.Element("p class=\"sub\"", $"a is the base, b is held against it; {Figure.Share(comparison.Threshold)} or more matters").Raw("\n");
        foreach (var (letter, side) in ((string, ComparedSide)[])[("a", comparison.SideA), ("b", comparison.SideB)])
            to.Raw("<p class=\"sub\">").Element("b", letter).Text($" {string.Join(" · ", [side.Name, .. side.Facts.OfType<string>()])}").Raw("</p>\n");
        to.Raw("<nav>");
        foreach (var (id, title, _) in Parts)
            to.Raw($"<a href=\"#{id}\">").Text(title).Raw("</a> ");
        to.Raw("</nav>\n</header>\n<main>\n");
        foreach (var (id, title, write) in Parts)
        {
            to.Raw($"<section id=\"{id}\">").Element("h2", title).Raw("\n");
            write(to, comparison);
            to.Raw("</section>\n");
        }

        to.Raw("</main>\n");
        return PageFrame.End(to, $"made of {comparison.SideA.Name} and {comparison.SideB.Name}; where a pointer rests on a drawing it tells the numbers in full");
    }

    private static (string Word, string Kind) VerdictOf(RunComparison comparison) => comparison.Objections.Count > 0 ? ("NO VERDICT", "bad-text") : comparison.Verdict switch
    {
        ComparisonVerdict.Worse => ("WORSE", "bad-text"),
        ComparisonVerdict.Better => ("BETTER", "good"),
        ComparisonVerdict.NoEvidence => ("NO EVIDENCE", "sub"),
        _ => ("TOO FEW SAMPLES", "warn-text"),
    };

    private static string Sentence(RunComparison comparison) =>
        comparison.Objections.Count > 0 ? string.Join("; ", comparison.Objections) : ComparisonWords.Sentence(comparison);
}
