using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Html.Sections;

/// <summary>The checks and what came of them.</summary>
internal static class CheckSection
{
    /// <summary>Draws it.</summary>
    public static void Write(MarkupWriter to, ReportPage page)
    {
        if (page.Summary.Checks.Count == 0)
        {
            to.Absent("the run had no checks (--check)");
            return;
        }

        to.BeginTable("words-table", "check", "result", "value");
        foreach (var check in page.Summary.Checks)
        {
            to.Raw("<tr>").Element("th scope=\"row\"", check.Text);
            to.Raw(check.Pass ? "<td class=\"good\"><b>pass</b></td>" : "<td class=\"bad-text\"><b>FAIL</b></td>");
            to.Element("td", CheckFigure.Of(check)).Raw("</tr>\n");
        }

        to.EndTable();
    }
}
