using System.Globalization;
using System.Text;

namespace VllmStream.Profiling.Tokens;

/// <summary>Makes text in which .NET's expressions see characters as those of tokenizers do.</summary>
/// <remarks>
/// Expressions here work on UTF-16 units: an emoji is two of them, neither of which is a symbol or one character, so <c>\p{S}</c> and
/// <c>[^\p{L}]?</c> match elsewhere than in the tokenizer's own library. Each character beyond the basic plane is replaced by one of
/// the same category from within; where an expression of categories splits does not depend on anything else of it.
/// </remarks>
internal static class BasicPlane
{
    // By UnicodeCategory, in its order, and of blocks that no expression of a tokenizer names.
    private const string StandIns =
        "\u0531\u0561\u01C5\u02B0\uA4D0\u0300\u0903\u0488\u07C0\u2160\u2074\u2003\u2028\u2029\u0085\u2060"
        + "\uFFFD\uE000\u203F\u2010\u2045\u2046\u00AB\u00BB\u2020\u2044\u20A0\u02C2\u2100\u0378";

    /// <summary>True when the text has characters beyond the basic plane, or halves of them.</summary>
    public static bool IsLeft(ReadOnlySpan<char> text) => text.ContainsAnyInRange('\uD800', '\uDFFF');

    /// <summary>Writes the text with stand-ins, and where each of its characters begins in the original; one more entry for its end.</summary>
    /// <returns>Its length.</returns>
    public static int Write(ReadOnlySpan<char> text, Span<char> shadow, Span<int> starts)
    {
        var length = 0;
        for (var at = 0; at < text.Length;)
        {
            starts[length] = at;
            Rune.DecodeFromUtf16(text[at..], out var rune, out var units);
            shadow[length++] = rune.IsBmp ? (char)rune.Value : StandInOf(rune);
            at += units;
        }
        starts[length] = text.Length;
        return length;
    }

    private static char StandInOf(Rune rune) => StandIns[(int)Rune.GetUnicodeCategory(rune)];
}
