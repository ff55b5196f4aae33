using System.Text;

namespace VllmStream.Profiling.Output;

/// <summary>Text that comes from files and servers, in GitHub-flavoured Markdown: it must neither end a cell nor become markup, a link or a mention.</summary>
internal static class MarkdownText
{
    private const string Markup = "\\|`*_{}[]<>#@~!";

    /// <summary>The text as it reads.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsControl(c))
                escaped.Append(' ');
            else if (!Markup.Contains(c, StringComparison.Ordinal))
                escaped.Append(c);
            else
                escaped.Append(c switch { '<' => "&lt;", '>' => "&gt;", '@' => "&#64;", _ => $"\\{c}" });
        }

        return escaped.ToString();
    }
}
