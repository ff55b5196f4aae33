using System.Diagnostics.CodeAnalysis;

namespace VllmStream.Profiling.Options.Scenarios;

/// <summary>A time, or two between which it is drawn evenly: <c>2s</c>, <c>0.5s..2s</c>.</summary>
/// <param name="Least">The shortest.</param>
/// <param name="Most">The longest.</param>
public readonly record struct TimeRange(TimeSpan Least, TimeSpan Most)
{
    /// <summary>True when there is nothing to wait for.</summary>
    public bool IsZero => Most == TimeSpan.Zero;

    /// <summary>Reads it.</summary>
    public static bool TryParse(string text, out TimeRange value, [NotNullWhen(false)] out string? problem)
    {
        value = default;
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        var (from, to) = dots < 0 ? (text, text) : (text[..dots].Trim(), text[(dots + 2)..].Trim());
        if (!DurationText.TryParse(from, out var least, out problem) || !DurationText.TryParse(to, out var most, out problem))
            return false;
        problem = most < least ? "ends before it begins; write 1s..3s" : null;
        value = new TimeRange(least, most);
        return problem is null;
    }

    /// <inheritdoc/>
    public override string ToString() => Least == Most ? DurationText.Format(Least) : $"{DurationText.Format(Least)}..{DurationText.Format(Most)}";
}
