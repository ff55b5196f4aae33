using System.Diagnostics.CodeAnalysis;

namespace VllmStream.Profiling.Options;

/// <summary>A shared beginning as users write it: <c>512</c>, or <c>512x8</c> for eight different ones.</summary>
public static class PrefixText
{
    // More different prompts than any run sends.
    private const int MostVariants = 1_000_000;

    /// <summary>Reads it.</summary>
    public static bool TryParse(string text, out PrefixSpec value, [NotNullWhen(false)] out string? problem)
    {
        value = default;
        var at = text.IndexOf('x', StringComparison.OrdinalIgnoreCase);
        var variants = 1L;
        if (!CountText.TryParse(at < 0 ? text : text[..at], 0, LengthText.MostTokens, out var tokens, out problem)
            || (at >= 0 && !CountText.TryParse(text[(at + 1)..], 1, MostVariants, out variants, out problem)))
        {
            problem = $"{problem}; a shared beginning is 512, or 512x8 for eight of them";
            return false;
        }
        value = new PrefixSpec((int)tokens, (int)variants);
        return true;
    }

    /// <summary>The way it is written.</summary>
    public static string Format(PrefixSpec prefix) => prefix.Variants == 1 ? $"{prefix.Tokens}" : $"{prefix.Tokens}x{prefix.Variants}";
}
