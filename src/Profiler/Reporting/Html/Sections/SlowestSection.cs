using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Reporting.Html.Charts;

namespace VllmStream.Profiling.Reporting.Html.Sections;

/// <summary>The requests that took longest, with their marks.</summary>
internal static class SlowestSection
{
    /// <summary>Draws it.</summary>
    public static void Write(MarkupWriter to, ReportPage page)
    {
        if (page.Details is not { } details)
        {
            to.Absent(ReportPage.Merged);
            return;
        }

        var slowest = details.Slowest.Worst;
        if (slowest.Count == 0)
        {
            to.Absent("no measured request ended");
            return;
        }

        to.Raw("<p class=\"note\">Measured requests, the longest from sent to end first. Marks in ms since the request was due; - where there was no such mark (a kept connection is not connected again).</p>\n");
        to.Raw("<p class=\"note\"><span class=\"key kwait\">due to sent</span> <span class=\"key kttft\">sent to first token</span> <span class=\"key kdecode\">first to last token</span> <span class=\"key ktail\">to the end</span> <span class=\"key kbad\">failed</span></p>\n");
        var longest = slowest.Max(request => request.EndMs ?? 0);
        to.BeginTable("falls", ["request", "group", "outcome", $"0 to {Figure.Time(longest)}", .. WaterfallBar.Marks(slowest[0]).Select(mark => mark.Name)]);
        foreach (var request in slowest)
        {
            to.Raw("<tr>").Element("th scope=\"row\"", $"{request.Id}").Element("td class=\"words\"", request.Group).Element("td class=\"words\"", Words.Of(request.Outcome));
            to.Raw("<td class=\"course\">");
            WaterfallBar.Write(to, request, longest);
            to.Raw("</td>");
            foreach (var (_, ms) in WaterfallBar.Marks(request))
                to.Element("td", Figure.Three(ms));
            to.Raw("</tr>\n");
        }

        to.EndTable();
    }
}
