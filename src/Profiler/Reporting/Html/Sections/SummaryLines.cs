using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Html.Sections;

/// <summary>Lines of the summary text, as they are there.</summary>
internal static class SummaryLines
{
    /// <summary>Draws what a part of the summary writes, in a box of its own.</summary>
    public static void Write(MarkupWriter to, Action<SummaryPage> part)
    {
        using var text = new StringWriter { NewLine = "\n" };
        part(new SummaryPage(text, SummaryTextOptions.Plain));
        Write(to, text.ToString());
    }

    /// <summary>Draws a text in a box of its own.</summary>
    public static void Write(MarkupWriter to, string text) =>
        to.Raw("<div class=\"box\" tabindex=\"0\">").Element("pre", text.TrimEnd('\n')).Raw("</div>\n");
}
