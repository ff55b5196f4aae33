using System.Diagnostics.CodeAnalysis;

namespace VllmStream.Profiling.Options;

/// <summary>Shares as users write them: <c>5%</c>; a bare number is refused, because it could be a ratio as well.</summary>
public static class PercentText
{
    /// <summary>Reads a share from 0% to 100% as a ratio.</summary>
    public static bool TryParse(string text, out double ratio, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isPercent = text.EndsWith('%');
        if (!NumberText.TryParse(isPercent ? text[..^1] : text, double.MinValue, double.MaxValue, out ratio, out _))
            problem = "is no share; write 5%";
        else if (!isPercent)
            problem = $"has no unit; write {(ratio is > 0 and < 1 ? NumberText.Format(ratio * 100) : text)}%";
        else
            problem = ratio < 0 ? "is too small; the least is 0%" : ratio > 100 ? "is too large; the most is 100%" : null;
        ratio /= 100;
        return problem is null;
    }
}
