using VllmStream.Profiling.Reporting.Html;

namespace VllmStream.Profiling.Comparing.Html;

/// <summary>What may have made a change besides the server, and by whose definitions the figures are told.</summary>
internal static class DifferenceSection
{
    /// <summary>Draws it.</summary>
    public static void Write(MarkupWriter to, RunComparison comparison)
    {
        if (comparison.Differences.Count == 0)
        {
            to.Absent("nothing that the files say");
            return;
        }

        var differing = comparison.Differences.Where(difference => difference.Note is null).ToArray();
        if (differing.Length > 0)
        {
            to.BeginTable("words-table", "what", "a", "b");
            foreach (var difference in differing)
                to.Row(difference.What, difference.A ?? "none", difference.B ?? "none");
            to.EndTable();
        }

        to.Raw("<ul class=\"notes\">\n");
        foreach (var note in comparison.Differences.Where(difference => difference.Note is not null))
            to.Raw("<li>").Element("b", note.What).Text(": ").Text(note.Note).Raw("</li>\n");
        to.Raw("</ul>\n");
    }
}
