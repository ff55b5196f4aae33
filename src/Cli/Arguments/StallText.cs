using System.Diagnostics.CodeAnalysis;
using VllmStream.Profiling.Options;
using VllmStream.Simulation;

namespace VllmStream.Cli.Arguments;

/// <summary>Pauses: <c>1.5s:1%</c>, once in that share of the answers; <c>200ms:10s</c>, of everybody, once in that time.</summary>
internal static class StallText
{
    internal static bool TryParse(string text, out StallOptions value, [NotNullWhen(false)] out string? problem)
    {
        value = null!;
        problem = "is no pause; write 1.5s:1% or 200ms:10s";
        var at = text.IndexOf(':', StringComparison.Ordinal);
        if (at < 0 || !DurationText.TryParse(text[..at], out var duration, out _))
            return false;
        var when = text[(at + 1)..];
        var stall = new StallOptions { Duration = duration };
        if (when is [.. var number, '%'])
        {
            if (!NumberText.TryParse(number, 0, 100, out var percent, out var wrong))
            {
                problem = $"has the share {when}: {wrong}";
                return false;
            }

            stall = stall with { Share = percent / 100 };
        }
        else if (DurationText.TryParse(when, out var period, out _))
        {
            stall = stall with { Period = period };
        }
        else
        {
            return false;
        }

        problem = duration <= TimeSpan.Zero ? "lasts no time; write 1.5s:1%"
            : stall.Period <= duration ? $"lasts longer than it is apart; write {text[..at]}:{DurationText.Format(duration * 10)}"
            : null;
        value = stall;
        return problem is null;
    }
}
