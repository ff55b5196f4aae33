using System.Diagnostics.CodeAnalysis;

namespace VllmStream.Profiling.Options;

/// <summary>Lengths in tokens: <c>256</c>, <c>256±32</c>, <c>100..400</c>, <c>lognormal:256±128</c>; +- and +/- are taken for ±.</summary>
public static class LengthText
{
    /// <summary>The most tokens of a prompt, of the beginning it shares, and of an answer: more than any model's window, and few enough that a prompt fits into one buffer.</summary>
    public const int MostTokens = 10_000_000;

    private const string Lognormal = "lognormal:";

    // Longest first: +/- holds no +-, but a reader should not have to check.
    private static readonly string[] Separators = ["+/-", "+-", "±"];

    /// <summary>Reads a length of at least one token.</summary>
    public static bool TryParse(string text, out LengthSpec value, [NotNullWhen(false)] out string? problem)
    {
        value = default;
        if (text.IndexOf("..", StringComparison.Ordinal) is var dots and >= 0)
            return TryParseUniform(text[..dots].Trim(), text[(dots + 2)..].Trim(), out value, out problem);
        var isLognormal = text.StartsWith(Lognormal, StringComparison.Ordinal);
        var (mean, deviation) = Split(isLognormal ? text[Lognormal.Length..] : text);
        if (!CountText.TryScale(mean, out var tokens) || !CountText.TryScale(deviation, out var spread))
        {
            problem = "is no length in tokens; write 256, 256±32, 100..400 or lognormal:256±128";
            return false;
        }

        problem = ProblemOf(tokens)
            ?? (spread < 0 ? "has a negative deviation"
            : isLognormal && spread == 0 ? "has no deviation; write lognormal:256±128"
            : null);
        if (problem is not null)
            return false;
        value = new LengthSpec((int)tokens, (double)spread) { Law = isLognormal ? LengthLaw.Lognormal : LengthLaw.Normal };
        return true;
    }

    /// <summary>The way it is written.</summary>
    public static string Format(LengthSpec length) => length.Law switch
    {
        LengthLaw.Uniform => $"{length.Least}..{length.Most}",
        LengthLaw.Lognormal => $"{Lognormal}{length.Mean}±{NumberText.Format(length.StandardDeviation)}",
        _ => length.StandardDeviation == 0 ? $"{length.Mean}" : $"{length.Mean}±{NumberText.Format(length.StandardDeviation)}",
    };

    private static bool TryParseUniform(string from, string to, out LengthSpec value, [NotNullWhen(false)] out string? problem)
    {
        value = default;
        if (!CountText.TryScale(from, out var least) || !CountText.TryScale(to, out var most))
        {
            problem = "is no range of tokens; write 100..400";
            return false;
        }
        problem = ProblemOf(least) ?? ProblemOf(most) ?? (most < least ? "ends before it begins; write 100..400" : null);
        if (problem is not null)
            return false;
        value = LengthSpec.Uniform((int)least, (int)most);
        return true;
    }

    private static (string Mean, string Deviation) Split(string text)
    {
        foreach (var separator in Separators)
        {
            var at = text.IndexOf(separator, StringComparison.Ordinal);
            if (at >= 0)
                return (text[..at].TrimEnd(), text[(at + separator.Length)..].TrimStart());
        }
        return (text, "0");
    }

    private static string? ProblemOf(decimal tokens) =>
        tokens < 1 || tokens != decimal.Truncate(tokens) ? "must be a whole number of at least 1 token"
        : tokens > MostTokens ? $"is too many tokens; the most is {MostTokens}"
        : null;
}
