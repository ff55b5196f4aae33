using System.Security.Cryptography;
using System.Text;

namespace VllmStream.Profiling.Reporting.Html;

/// <summary>What stands around the contents of a page: its head with a policy that forbids everything but its own style and script, whose hashes it names, and its end.</summary>
internal static class PageFrame
{
    /// <summary>Begins a page up to its body.</summary>
    /// <param name="title">Title of the window; any text.</param>
    /// <param name="style">The style sheet; a constant of ours.</param>
    public static MarkupWriter Begin(string title, string style)
    {
        var to = new MarkupWriter();
        to.Raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
        to.Raw($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{HashOf(style)}'; script-src '{HashOf(PageScript.Text)}'; base-uri 'none'; form-action 'none'\"/>\n");
        to.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<meta name=\"color-scheme\" content=\"light dark\"/>\n");
        to.Element("title", title);
        to.Raw("\n<style>").Raw(style).Raw("</style>\n</head>\n<body>\n");
        return to;
    }

    /// <summary>Ends it.</summary>
    /// <param name="to">The page.</param>
    /// <param name="footer">Its last line; any text.</param>
    /// <returns>The whole page.</returns>
    public static string End(MarkupWriter to, string footer)
    {
        to.Element("footer", footer).Raw("\n");
        to.Raw("<script>").Raw(PageScript.Text).Raw("</script>\n</body>\n</html>\n");
        return to.ToString();
    }

    private static string HashOf(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}
