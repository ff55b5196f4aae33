using VllmStream.Profiling.Output;
using VllmStream.Profiling.Reporting.Html;

namespace VllmStream.Profiling.Comparing.Html;

/// <summary>What the words and the drawings mean.</summary>
internal static class ReadingSection
{
    /// <summary>Draws it.</summary>
    public static void Write(MarkupWriter to, RunComparison comparison)
    {
        to.BeginTable("words-table", "word", "when");
        to.Row("worse, better", $"the change is at least {Figure.Share(comparison.Threshold)} (of failed requests a tenth of it, in points) and more than chance");
        to.Row("no evidence", "anything less; it is no proof of being equal: the interval says how large a change could have been missed");
        to.Row("too few samples, not judged", "nothing can be said, for the reason that stands there");
        to.EndTable();
        to.Element("p class=\"note\"", $"{ComparisonWords.OfIntervals} It comes from a block bootstrap. {(comparison.Objections.Count > 0 ? "" : $"All {comparison.Figures.Count(figure => figure.ChanceRatio is not null)} figures that were looked at {ComparisonWords.Chance(comparison)}. ")}What differs from one run to the next for a whole run, such as a warmer cache or a neighbour on the machine, no interval of two runs can know.");
    }
}
