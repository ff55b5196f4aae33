using System.Diagnostics.CodeAnalysis;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Arguments;

/// <summary>Times that may be far below a microsecond: <c>50ns</c>, <c>0.05us</c>, or as <see cref="DurationText"/> reads them.</summary>
internal static class MicrosecondText
{
    /// <summary>Reads a time in microseconds.</summary>
    internal static bool TryParse(string text, out double value, [NotNullWhen(false)] out string? problem)
    {
        foreach (var (unit, scale) in (ReadOnlySpan<(string, double)>)[("ns", 1e-3), ("us", 1), ("µs", 1)])
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal) || !DurationText.IsBareNumber(text[..^unit.Length]))
                continue;
            var isRead = NumberText.TryParse(text[..^unit.Length], 0, DurationText.Longest.TotalMicroseconds, out value, out problem);
            value *= scale;
            return isRead;
        }

        var isTime = DurationText.TryParse(text, out var time, out problem);
        value = time.TotalMicroseconds;
        return isTime;
    }
}
