using System.Diagnostics.CodeAnalysis;

namespace VllmStream.Profiling.Options;

/// <summary>Headers: <c>Name: value</c> as curl takes them, or <c>Name=value</c> as vLLM's benchmark does.</summary>
public static class HeaderText
{
    // RFC 9110 5.6.2: the marks of a token, beside letters and digits.
    private const string TokenMarks = "!#$%&'*+-.^_`|~";

    // The client writes these itself; a second value would break the framing of every request.
    private static readonly string[] OwnHeaders = ["Content-Length", "Transfer-Encoding", "Connection", "Accept-Encoding"];

    /// <summary>Reads a header. The problem never holds the value.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out HeaderOption? header, [NotNullWhen(false)] out string? problem)
    {
        header = null;
        var at = text.AsSpan().IndexOfAny(':', '=');
        if (at <= 0)
        {
            problem = "has no name; write 'Name: value'";
            return false;
        }

        var name = text[..at].Trim();
        var value = text[(at + 1)..].Trim();
        problem = !name.All(IsTokenCharacter) ? "has a name with characters that no header has; write 'Name: value'"
            : OwnHeaders.Contains(name, StringComparer.OrdinalIgnoreCase) ? $"sets {name}, which the client writes itself"
            : !IsFieldValue(value) ? $"has a value of {name} with line breaks or characters beyond ASCII"
            : null;
        if (problem is not null)
            return false;
        header = new HeaderOption(name, new Secret(value));
        return true;
    }

    /// <summary>True if a word can stand as a further header behind an option that already has one.</summary>
    public static bool LooksLikeTerm(string word)
    {
        var at = word.IndexOf('=', StringComparison.Ordinal);
        return at > 0 && word[..at].All(IsTokenCharacter);
    }

    /// <summary>True for visible ASCII, blanks and tabs: what can be sent in a header without changing its meaning.</summary>
    internal static bool IsFieldValue(string value) => value.All(c => c is '\t' or (>= ' ' and <= '~'));

    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || TokenMarks.Contains(c);

    /// <summary>Reads a header.</summary>
    /// <param name="source">What gives it, for the error line, which never shows the value.</param>
    /// <param name="text">As it was written.</param>
    /// <exception cref="OptionException">It is none.</exception>
    public static HeaderOption Read(string source, string text) =>
        TryParse(text, out var header, out var problem) ? header : throw new OptionException($"{source} {problem}");
}
