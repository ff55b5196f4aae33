namespace VllmStream.Profiling.Reporting.Html.Sections;

/// <summary>What the numbers say in sentences, and what to try.</summary>
internal static class FindingSection
{
    /// <summary>Draws it.</summary>
    public static void Write(MarkupWriter to, ReportPage page)
    {
        if (page.Summary.Findings.Count == 0)
        {
            to.Absent("no finding: nothing in the numbers asks for one");
            return;
        }

        to.Raw("<ul class=\"findings\">\n");
        foreach (var finding in page.Summary.Findings)
        {
            // careful: the level is a word of the file; only ours may become a class.
            var kind = finding.Level is "warning" or "invalid" ? finding.Level : "info";
            to.Raw($"<li class=\"{kind}\">").Element("p", finding.Text);
            if (finding.Advice is { } advice)
                to.Raw("<p><b>Try:</b> ").Text(advice).Raw("</p>");
            if (finding.Evidence is { Count: > 0 } evidence)
                to.Element("p class=\"note\"", string.Join(", ", evidence.Select(value => $"{value.Key} {MarkupWriter.Exact(value.Value)}")));
            to.Raw("</li>\n");
        }

        to.Raw("</ul>\n");
    }
}
