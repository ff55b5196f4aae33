using System.Diagnostics.CodeAnalysis;
using VllmStream.Profiling.Options.Scenarios;

namespace VllmStream.Profiling.Options;

/// <summary>Users who leave, as users write them: <c>5% after 2s</c>, <c>0.5% after 1s..10s</c>.</summary>
public static class CancelText
{
    private const string After = " after ";

    /// <summary>Reads it.</summary>
    public static bool TryParse(string text, out CancelTerm value, [NotNullWhen(false)] out string? problem)
    {
        value = default;
        problem = "is no share with a time; write '5% after 2s'";
        var at = text.IndexOf(After, StringComparison.Ordinal);
        if (at < 0 || text[..at].Trim() is not [.. var number, '%'])
            return false;
        if (!NumberText.TryParse(number.TrimEnd(), double.MinValue, double.MaxValue, out var percent, out problem))
            return false;
        problem = percent is > 0 and <= 100 ? null : "must be a share above 0% and at most 100%";
        if (problem is not null || !TimeRange.TryParse(text[(at + After.Length)..].Trim(), out var after, out problem))
            return false;
        problem = after.Least == TimeSpan.Zero ? "leaves before anything was sent; write '5% after 2s'" : null;
        if (problem is not null)
            return false;
        value = new CancelTerm(text, percent / 100, after);
        return true;
    }
}
