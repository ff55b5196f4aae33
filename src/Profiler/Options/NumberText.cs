using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace VllmStream.Profiling.Options;

/// <summary>Plain numbers: <c>0.7</c>, <c>1</c>.</summary>
public static class NumberText
{
    /// <summary>Reads a finite number of at least <paramref name="least"/> and at most <paramref name="most"/>.</summary>
    public static bool TryParse(string text, double least, double most, out double value, [NotNullWhen(false)] out string? problem)
    {
        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent;
        if (!double.TryParse(text, Style, CultureInfo.InvariantCulture, out value) || !double.IsFinite(value))
        {
            problem = "is no number; write it as 0.7";
            return false;
        }

        problem = value < least ? $"is too small; the least is {least}"
            : value > most ? $"is too large; the most is {most}"
            : null;
        return problem is null;
    }
}
