using System.Globalization;
using System.Text;

namespace VllmStream.Profiling.Reporting.Html;

/// <summary>Writes a page: our own markup as it is, everybody else's text escaped. One thread.</summary>
/// <remarks>Nothing of a file may reach <see cref="Raw"/>: a server's error text is as hostile as its author likes.</remarks>
internal sealed class MarkupWriter
{
    private readonly StringBuilder _page = new(256 * 1024);

    /// <summary>Our own markup.</summary>
    public MarkupWriter Raw(string markup)
    {
        _page.Append(markup);
        return this;
    }

    /// <summary>Any text, for an element or a quoted attribute.</summary>
    public MarkupWriter Text(string? text)
    {
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&':
                    _page.Append("&amp;");
                    break;
                case '<':
                    _page.Append("&lt;");
                    break;
                case '>':
                    _page.Append("&gt;");
                    break;
                case '"':
                    _page.Append("&quot;");
                    break;
                case '\'':
                    _page.Append("&#39;");
                    break;
                case '\n':
                    _page.Append('\n');
                    break;
                // Characters that turn the direction of a line make it say something else than it does; so do other controls.
                case 0x2028 or 0x2029 or 0xFEFF or 0xFFFE or 0xFFFF or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069):
                    _page.Append('\uFFFD');
                    break;
                default:
                    if (Rune.IsControl(rune))
                        _page.Append(rune.Value == '\t' ? ' ' : '\uFFFD');
                    else
                        Append(rune);
                    break;
            }
        }

        return this;
    }

    /// <summary>An element that holds a text.</summary>
    /// <param name="tag">Its name, with attributes of ours if need be: <c>td class="n"</c>.</param>
    /// <param name="text">Any text.</param>
    public MarkupWriter Element(string tag, string? text)
    {
        var space = tag.IndexOf(' ', StringComparison.Ordinal);
        return Raw("<").Raw(tag).Raw(">").Text(text).Raw("</").Raw(space < 0 ? tag : tag[..space]).Raw(">");
    }

    /// <summary>A row of a table: the first cell names it, the others are figures.</summary>
    public void Row(string name, params ReadOnlySpan<string?> cells)
    {
        Raw("<tr>").Element("th scope=\"row\"", name);
        foreach (var cell in cells)
            Element("td", cell);
        Raw("</tr>\n");
    }

    /// <summary>A table that scrolls in a box of its own where it is wider than the page.</summary>
    /// <param name="kind">Class of the table.</param>
    /// <param name="heads">Column heads; none for a table of names and values.</param>
    public void BeginTable(string kind, params ReadOnlySpan<string> heads)
    {
        Raw($"<div class=\"box\" tabindex=\"0\"><table class=\"{kind}\">\n");
        if (heads.Length > 0)
        {
            Raw("<thead><tr>");
            foreach (var head in heads)
                Element(head is "of" or "group" or "region" or "client" or "records" ? "th scope=\"col\" class=\"words\"" : "th scope=\"col\"", head);
            Raw("</tr></thead>\n");
        }

        Raw("<tbody>\n");
    }

    /// <summary>Ends it.</summary>
    public void EndTable() => Raw("</tbody></table></div>\n");

    /// <summary>Says that a part is not there, and why.</summary>
    public void Absent(string reason) => Element("p class=\"absent\"", reason).Raw("\n");

    /// <summary>A measured number as the run file writes it.</summary>
    public static string Exact(double? value) => value is { } number ? number.ToString("R", CultureInfo.InvariantCulture) : "-";

    /// <summary>A coordinate, to a tenth.</summary>
    public static string Place(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string ToString() => _page.ToString();

    private void Append(Rune rune)
    {
        Span<char> chars = stackalloc char[2];
        _page.Append(chars[..rune.EncodeToUtf16(chars)]);
    }
}
