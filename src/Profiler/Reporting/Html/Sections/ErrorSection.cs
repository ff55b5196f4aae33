using VllmStream.Profiling.Output;
using VllmStream.Profiling.Reporting.Html.Reading;

namespace VllmStream.Profiling.Reporting.Html.Sections;

/// <summary>How measured requests failed, with examples, and what was odd about those that did not.</summary>
internal static class ErrorSection
{
    /// <summary>Draws it.</summary>
    public static void Write(MarkupWriter to, ReportPage page)
    {
        var totals = page.Summary.Totals;
        if (totals.Failures.Count == 0)
            to.Absent(totals.Requests == 0 ? "nothing measured" : $"none of {totals.Ok + totals.Failed} requests failed");
        else
            WriteFailures(to, page);
        var warnings = totals.Warnings.Where(warning => warning.Value > 0).OrderByDescending(warning => warning.Value).ToArray();
        if (warnings.Length == 0)
            return;
        to.Element("h3", "Warnings: oddities that keep the outcome");
        to.BeginTable("figures", "warning", "requests");
        foreach (var (warning, count) in warnings)
            to.Row(warning, Figure.Count(count));
        to.EndTable();
    }

    private static void WriteFailures(MarkupWriter to, ReportPage page)
    {
        var totals = page.Summary.Totals;
        to.Element("p", $"{totals.Failed} of {totals.Ok + totals.Failed} requests failed{(totals.ErrorRatio is { } ratio ? $" ({Figure.Share(ratio)})" : "")}.");
        to.BeginTable("words-table", "outcome", "requests", "examples");
        foreach (var failure in totals.Failures)
        {
            to.Raw("<tr>").Element("th scope=\"row\"", failure.Outcome).Element("td", Figure.Count(failure.Count)).Raw("<td>");
            var cases = page.Details?.Failures.Of(failure.Outcome) ?? [];
            foreach (var one in cases)
                to.Element("p", TextOf(one));
            if (cases.Count == 0)
                to.Element("p", failure.Example ?? "- (it said nothing)");
            to.Raw("</td></tr>\n");
        }

        to.EndTable();
        if (page.Details is null)
            to.Element("p class=\"note\"", "One example of each; more of them are in the page of a single file.");
    }

    private static string TextOf(FailureCase one)
    {
        var facts = new List<string> { $"request {one.Id}" };
        if (one.EndedMs is { } ended)
            facts.Add($"at {Figure.Time(ended)}");
        if (one.HttpStatus is { } status)
            facts.Add($"status {status}");
        if (one.Kind is { } kind)
            facts.Add(kind);
        return $"{string.Join(", ", facts)}: {one.Message ?? "(no text)"}";
    }
}
