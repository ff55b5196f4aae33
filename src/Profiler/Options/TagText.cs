using System.Diagnostics.CodeAnalysis;

namespace VllmStream.Profiling.Options;

/// <summary>Labels of a run: <c>key=value</c>.</summary>
public static class TagText
{
    /// <summary>Reads a label.</summary>
    public static bool TryParse(string text, out KeyValuePair<string, string> tag, [NotNullWhen(false)] out string? problem)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        problem = at > 0 ? null : "has no key or no =; write commit=1a2b3c";
        tag = at > 0 ? new(text[..at].Trim(), text[(at + 1)..].Trim()) : default;
        return problem is null;
    }

    /// <summary>True if a word can stand as a further label behind an option that already has one.</summary>
    public static bool LooksLikeTerm(string word)
    {
        var at = word.IndexOf('=', StringComparison.Ordinal);
        return at > 0 && !word[..at].Contains('/') && !word.StartsWith('-');
    }
}
