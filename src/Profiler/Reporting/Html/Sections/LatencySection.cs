using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Html.Sections;

/// <summary>The table of metrics, with the figures of the summary text.</summary>
internal static class LatencySection
{
    /// <summary>Draws it.</summary>
    public static void Write(MarkupWriter to, ReportPage page)
    {
        to.BeginTable("figures", "metric", "unit", "of", "n", "p50", "p90", "p99", "worst");
        foreach (var row in LatencyTable.Rows(page.Summary))
        {
            to.Raw("<tr>").Element("th scope=\"row\"", row.Label).Element("td", row.Unit).Element("td class=\"words\"", row.Subject);
            foreach (var figure in (string[])[row.N, row.P50, row.P90, row.P99, row.Worst])
                to.Element("td", figure);
            to.Raw("</tr>\n");
        }

        to.EndTable();
        foreach (var note in LatencyTable.Notes(page.Summary))
            to.Element("p class=\"note\"", note);
        to.Element("p class=\"note\"", "A column says what so many requests did at least as well as: p90 of a rate is what 90 % reached, its 10th percentile.");
        WritePairs(to, page);
        WriteLevels(to, page);
    }

    private static void WritePairs(MarkupWriter to, ReportPage page)
    {
        if (page.Summary.Pairs is not { } pairs)
            return;
        to.Element("h3", "Streamed against not streamed, pair by pair");
        SummaryLines.Write(to, text => PairTable.Write(text, pairs));
    }

    private static void WriteLevels(MarkupWriter to, ReportPage page)
    {
        if (page.Summary.Levels.Count == 0)
            return;
        to.Element("h3", "Levels of the load");
        SummaryLines.Write(to, text => SummaryLevels.Write(text, page.Summary));
    }
}
