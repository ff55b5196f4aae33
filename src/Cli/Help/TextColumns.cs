using System.Text;

namespace VllmStream.Cli.Help;

/// <summary>Lines of two columns within 80 characters; the second wraps under itself.</summary>
internal static class TextColumns
{
    internal const int Width = 80;

    /// <summary>Appends one row; a left side that is too long gets a line of its own.</summary>
    internal static void Append(StringBuilder text, string left, string right, int column)
    {
        text.Append(left);
        var isTooLong = left.Length > column - 2;
        if (isTooLong && right.Length > 0)
            text.Append('\n');
        var at = isTooLong ? 0 : left.Length;
        foreach (var line in Wrap(right, Width - column))
        {
            text.Append(' ', column - at).Append(line).Append('\n');
            at = 0;
        }
    }

    /// <summary>Breaks text between words; a word that is too long stays whole.</summary>
    internal static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            if (line.Length > 0)
                line.Append(' ');
            line.Append(word);
        }

        yield return line.ToString();
    }
}
