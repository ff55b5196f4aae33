using System.Diagnostics.CodeAnalysis;

namespace VllmStream.Profiling.Options;

/// <summary>Rates as users write them: <c>8</c>, <c>0.5</c>, <c>8/s</c>, <c>90/m</c>, <c>2k</c>.</summary>
public static class RateText
{
    /// <summary>The slowest load there is: one a week and a half.</summary>
    public const double Least = 0.000001;

    /// <summary>The fastest: more than one process can send.</summary>
    public const double Most = 1_000_000;

    /// <summary>Reads the rate of a load, per second.</summary>
    public static bool TryParse(string text, out double perSecond, [NotNullWhen(false)] out string? problem)
    {
        if (!TryParseAny(text, out perSecond, out problem))
            return false;
        problem = perSecond < Least ? $"is too small; the least is {NumberText.Format(Least)}/s"
            : perSecond > Most ? $"is too large; the most is {NumberText.Format(Most)}/s"
            : null;
        return problem is null;
    }

    /// <summary>Reads any rate above 0, per second.</summary>
    public static bool TryParseAny(string text, out double perSecond, [NotNullWhen(false)] out string? problem)
    {
        perSecond = 0;
        var (number, seconds) = text switch
        {
            _ when text.EndsWith("/s", StringComparison.Ordinal) => (text[..^2], 1m),
            _ when text.EndsWith("/m", StringComparison.Ordinal) => (text[..^2], 60m),
            _ => (text, 1m),
        };
        if (!CountText.TryScale(number, out var amount))
        {
            problem = "is no rate; write 8, 0.5 or 90/m";
            return false;
        }

        problem = amount > 0 ? null : "must be above 0";
        perSecond = (double)(amount / seconds);
        return problem is null;
    }
}
