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

        problem = value < least ? $"is too small; the least is {Format(least)}"
            : value > most ? $"is too large; the most is {Format(most)}"
            : null;
        return problem is null;
    }

    /// <summary>The shortest way to write a number: three significant digits, or three decimals where these are more; never 0 for what is not.</summary>
    public static string Format(double value)
    {
        var magnitude = value == 0 || !double.IsFinite(value) ? 0 : (int)Math.Floor(Math.Log10(Math.Abs(value)));
        // Beyond these a number is no longer read digit by digit.
        return magnitude is < -9 or >= 15 ? value.ToString("G3", CultureInfo.InvariantCulture) : value.ToString("0." + new string('#', Math.Max(3, 2 - magnitude)), CultureInfo.InvariantCulture);
    }
}
