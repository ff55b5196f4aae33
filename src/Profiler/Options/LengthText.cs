using System.Diagnostics.CodeAnalysis;

namespace VllmStream.Profiling.Options;

/// <summary>Lengths in tokens: <c>256</c>, <c>256±32</c>; +- and +/- are taken for ±.</summary>
public static class LengthText
{
    // Longest first: +/- holds no +-, but a reader should not have to check.
    private static readonly string[] Separators = ["+/-", "+-", "±"];

    /// <summary>Reads a length of at least one token.</summary>
    public static bool TryParse(string text, out LengthSpec value, [NotNullWhen(false)] out string? problem)
    {
        value = default;
        var (mean, deviation) = (text, "0");
        foreach (var separator in Separators)
        {
            var at = text.IndexOf(separator, StringComparison.Ordinal);
            if (at < 0)
                continue;
            (mean, deviation) = (text[..at].TrimEnd(), text[(at + separator.Length)..].TrimStart());
            break;
        }

        if (!CountText.TryScale(mean, out var tokens) || !CountText.TryScale(deviation, out var spread))
        {
            problem = "is no length in tokens; write 256 or 256±32";
            return false;
        }

        problem = tokens < 1 || tokens != decimal.Truncate(tokens) ? "must be a whole number of at least 1 token"
            : tokens > int.MaxValue ? "is more tokens than any model takes"
            : spread < 0 ? "has a negative deviation"
            : null;
        if (problem is not null)
            return false;
        value = new LengthSpec((int)tokens, (double)spread);
        return true;
    }

    /// <summary>The way it is written.</summary>
    public static string Format(LengthSpec length) =>
        length.StandardDeviation == 0 ? $"{length.Mean}" : $"{length.Mean}±{length.StandardDeviation:0.##}";
}
