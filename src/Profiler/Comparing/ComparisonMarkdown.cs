using System.Text;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Comparing;

/// <summary>A comparison as GitHub-flavoured Markdown, for a pull request: the verdict first, the figures that say something, the others folded away.</summary>
public static class ComparisonMarkdown
{
    /// <summary>The text.</summary>
    public static string Of(RunComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var text = new StringBuilder();
        text.Append("### ").Append(MarkdownText.Escape(Capital(ComparisonWords.Sentence(comparison)))).Append("\n\n");
        WriteSide(text, "a", comparison.SideA);
        WriteSide(text, "b", comparison.SideB);
        text.Append('\n');
        var (differing, notes) = (comparison.Differences.Where(difference => difference.Note is null).ToArray(), comparison.Differences.Where(difference => difference.Note is not null).ToArray());
        if (differing.Length > 0)
        {
            text.Append("| differs | a | b |\n|---|---|---|\n");
            foreach (var difference in differing)
                text.Append($"| {MarkdownText.Escape(difference.What)} | {MarkdownText.Escape(difference.A ?? "none")} | {MarkdownText.Escape(difference.B ?? "none")} |\n");
            text.Append('\n');
        }

        foreach (var note in notes)
            text.Append($"- {MarkdownText.Escape(note.What)}: {MarkdownText.Escape(note.Note!)}\n");
        text.Append(notes.Length > 0 ? "\n" : "");
        var telling = comparison.Figures.Where(figure => figure.Verdict is ComparisonVerdict.Worse or ComparisonVerdict.Better).ToArray();
        if (telling.Length > 0)
        {
            WriteTable(text, telling);
            text.Append('\n');
        }

        text.Append("<details><summary>All figures</summary>\n\n");
        WriteTable(text, comparison.Figures);
        text.Append("\n</details>\n\n");
        text.Append($"A change of {Figure.Share(comparison.Threshold)} or more matters. {ComparisonWords.OfIntervals}");
        text.Append(comparison.Objections.Count == 0 ? $" All figures together {ComparisonWords.Chance(comparison)}.\n" : "\n");
        return text.ToString();
    }

    private static void WriteSide(StringBuilder text, string letter, ComparedSide side) =>
        text.Append($"- **{letter}**: `{side.Name.Replace('`', '\'')}`, {string.Join(", ", side.Facts.OfType<string>().Select(MarkdownText.Escape))}\n");

    private static void WriteTable(StringBuilder text, IReadOnlyList<ComparedFigure> figures)
    {
        var hasGroups = figures.Any(figure => figure.Group is not null);
        text.Append(hasGroups ? "| group " : "").Append("| figure | a | b | change | 95 % interval | |\n");
        text.Append(hasGroups ? "|---" : "").Append("|---|--:|--:|--:|--:|---|\n");
        foreach (var figure in figures)
        {
            var (a, b, unit) = ComparisonWords.Values(figure);
            if (hasGroups)
                text.Append($"| {MarkdownText.Escape(figure.Group ?? "all")} ");
            var says = figure.Verdict switch
            {
                ComparisonVerdict.Worse => figure.IsLost ? $"🔴 worse: {figure.Absence}" : "🔴 worse",
                ComparisonVerdict.Better => "🟢 better",
                null or ComparisonVerdict.TooFewSamples => figure.Absence ?? "",
                _ => ComparisonWords.Of(figure.Verdict),
            };
            text.Append($"| {ComparisonWords.Label(figure)}{(unit.Length > 0 ? $", {unit}" : "")} | {a} | {b} | {ComparisonWords.Change(figure)} | {ComparisonWords.Interval(figure)} | {says} |\n");
        }
    }

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];
}
