using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Html.Sections;

/// <summary>How evenly tokens came: stalls, what a reader had to wait, and gaps by their place in the answer.</summary>
internal static class StallSection
{
    /// <summary>Draws it.</summary>
    public static void Write(MarkupWriter to, ReportPage page)
    {
        var smooth = page.Summary.Totals.Smoothness;
        if (smooth.Requests == 0)
        {
            to.Absent($"no answer with two token events, so no gap that could be one{(LatencyTable.AbsenceText(page.Summary) is { } reason ? $": {reason}" : "")}");
            return;
        }

        to.Element("p class=\"note\"", "A stall is a gap above 250 ms and above five times the median gap of its answer.");
        to.BeginTable("facts");
        to.Row("stalls", smooth.Stalls == 0
            ? $"none in {Figure.Count(smooth.Requests)} answers"
            : $"{Figure.Count(smooth.Stalls)} in {Figure.Count(smooth.StalledRequests)} of {Figure.Count(smooth.Requests)} answers, longest {Figure.Time(smooth.LongestStallMs ?? 0)}, {Figure.Share(smooth.StalledRatio)} of the time from first to last token");
        to.Row("a reader", $"at {Figure.Three(smooth.ReadingTokensPerS)} tok/s never waited in {Figure.Count(smooth.ReadWithoutWait)} of {Figure.Count(smooth.Requests)} answers; waited {Figure.Time(smooth.ReaderWaitMs)} in all");
        to.EndTable();
        if (smooth.ByPosition.Count > 0)
        {
            to.Element("h3", "Gaps by the number of the token event that ended them");
            to.BeginTable("figures", "events", "gaps", "mean, ms", "longest, ms");
            foreach (var position in smooth.ByPosition)
                to.Row($"{position.From} to {(position.From * 2) - 1}", Figure.Count(position.N), Figure.Three(position.MeanMs), Figure.Three(position.MaxMs));
            to.EndTable();
        }

        WriteWorst(to, page);
    }

    private static void WriteWorst(MarkupWriter to, ReportPage page)
    {
        if (page.Summary.Totals.Smoothness.Stalls == 0)
            return;
        to.Element("h3", "Answers that stood still longest");
        if (page.Details is not { } details)
        {
            to.Absent(ReportPage.Merged);
            return;
        }

        to.BeginTable("figures", "request", "stalls", "stalled, ms", "largest gap, ms", "E2E, ms", "group");
        foreach (var request in details.Stalled.Worst)
        {
            to.Raw("<tr>").Element("th scope=\"row\"", $"{request.Id}").Element("td", $"{request.Stalls}").Element("td", Figure.Three(request.StalledMs));
            to.Element("td", Figure.Three(request.MaxGapMs)).Element("td", Figure.Three(request.M.E2eMs)).Element("td class=\"words\"", request.Group).Raw("</tr>\n");
        }

        to.EndTable();
    }
}
