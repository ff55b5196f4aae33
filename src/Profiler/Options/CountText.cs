using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace VllmStream.Profiling.Options;

/// <summary>Whole numbers as users write them: <c>500</c>, <c>10k</c>, <c>1.5m</c>; k is a thousand, m a million.</summary>
public static class CountText
{
    /// <summary>Reads a count from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static bool TryParse(string text, long least, long most, out long value, [NotNullWhen(false)] out string? problem)
    {
        value = 0;
        problem = "is no whole number; write 500, 10k or 1m";
        if (!TryScale(text, out var number) || number != decimal.Truncate(number))
            return false;
        if (number < least || number > most)
        {
            problem = number < least ? $"is too small; the least is {least}" : $"is too large; the most is {most}";
            return false;
        }

        value = (long)number;
        problem = null;
        return true;
    }

    /// <summary>Reads a number with an optional k or m behind it.</summary>
    internal static bool TryScale(string text, out decimal value)
    {
        value = 0;
        if (text.Length == 0)
            return false;
        var scale = char.ToLowerInvariant(text[^1]) switch { 'k' => 1_000m, 'm' => 1_000_000m, _ => 1m };
        var digits = scale == 1m ? text : text[..^1];

        // A seed has up to 19 digits and a sign; a million times as much still is a decimal.
        if (digits.Length is 0 or > 20 || !decimal.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
            return false;
        value *= scale;
        return true;
    }
}
