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
        to.Row("too few samples", "nothing can be said, for the reason that stands there");
        to.EndTable();
        to.Element("p class=\"note\"", $"An interval holds 95 % of what other runs of the same kind would show, by block bootstrap. All {comparison.Figures.Count(figure => figure.ChanceRatio is not null)} figures that were looked at find a difference by chance in at most one comparison of twenty. What differs from one run to the next for a whole run, such as a warmer cache or a neighbour on the machine, no interval of two runs can know.");
    }
}
