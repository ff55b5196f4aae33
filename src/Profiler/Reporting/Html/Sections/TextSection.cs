using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Html.Sections;

/// <summary>The summary as the terminal shows it.</summary>
internal static class TextSection
{
    /// <summary>Draws it.</summary>
    public static void Write(MarkupWriter to, ReportPage page) =>
        SummaryLines.Write(to, SummaryText.ToText(page.Summary, SummaryTextOptions.Plain with { File = page.Files.Count == 1 ? page.Files[0] : null }));
}
