using System.Text;

namespace VllmStream.Profiling.Output;

/// <summary>80 columns of text: a label column of nine, and the rest.</summary>
internal sealed class SummaryPage(TextWriter output, SummaryTextOptions options)
{
    /// <summary>Widest line.</summary>
    public const int Width = 80;

    /// <summary>Width of the label column.</summary>
    public const int Indent = 9;

    /// <summary>Space between two facts on a line.</summary>
    private const string Between = "   ";

    /// <summary>Stands for text that was cut.</summary>
    public string Ellipsis => options.Ascii ? "..." : "…";

    /// <summary>An empty line.</summary>
    public void Blank() => output.Write('\n');

    /// <summary>A line as it is.</summary>
    public void Line(string text) => output.Write(Presentable(text.TrimEnd()) + "\n");

    /// <summary>A label, and facts beside it; those that do not fit go on to lines under them, and one that is too wide is broken.</summary>
    public void Facts(string label, params IEnumerable<string?> facts)
    {
        var line = new StringBuilder(label.PadRight(Indent));
        var empty = true;
        foreach (var fact in facts)
        {
            if (string.IsNullOrEmpty(fact))
                continue;
            var rest = Presentable(fact);
            if (!empty && TextWidth.Of(line.ToString()) + Between.Length + TextWidth.Of(rest) > Width)
            {
                EndLine(line);
                empty = true;
            }

            if (!empty)
                line.Append(Between);
            while (TextWidth.Of(line.ToString()) + TextWidth.Of(rest) > Width)
            {
                var (head, tail) = TextWidth.Break(rest, Width - TextWidth.Of(line.ToString()));
                line.Append(head);
                EndLine(line);
                rest = tail;
            }

            line.Append(rest);
            empty = false;
        }

        if (!empty)
            EndLine(line);
    }

    /// <summary>A sentence, broken between words.</summary>
    public void Sentence(string label, string text) => Facts(label, text);

    /// <summary>A text cut to a width.</summary>
    public string Fit(string text, int width)
    {
        text = Presentable(text);
        return TextWidth.Of(text) <= width ? text : TextWidth.Cut(text, width - Ellipsis.Length) + Ellipsis;
    }

    /// <summary>A name without its middle where it is too long.</summary>
    public string FitName(string name, int width) => TextWidth.Shorten(Presentable(name), width, Ellipsis);

    /// <summary>A text in colour, when there are colours: 31 red, 32 green, 33 yellow.</summary>
    public string Colored(string text, int color) => options.Color ? $"\u001b[{color}m{text}\u001b[0m" : text;

    private void EndLine(StringBuilder line)
    {
        output.Write(line.ToString().TrimEnd() + "\n");
        line.Clear().Append(' ', Indent);
    }

    // Names come from servers and files: they must move no cursor, and in ASCII mode be ASCII.
    private string Presentable(string text)
    {
        var clean = true;
        foreach (var c in text)
            clean &= c is >= ' ' and < '\u007f' || (!options.Ascii && c > '\u009f' && c is not ('\u2028' or '\u2029')) || (c == '\u001b' && options.Color);
        if (clean)
            return text;
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune) && !(rune.Value == 0x1b && options.Color) || rune.Value is 0x2028 or 0x2029)
                shown.Append(' ');
            else if (options.Ascii && !rune.IsAscii)
                shown.Append('?');
            else
                shown.Append(rune);
        }

        return shown.ToString();
    }
}
