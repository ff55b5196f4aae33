using System.Diagnostics.CodeAnalysis;

namespace VllmStream.Profiling.Options;

/// <summary>Warm-up: a time with its unit, or a number of requests.</summary>
public static class WarmupText
{
    /// <summary>Reads one of the two; the other is null.</summary>
    public static bool TryParse(string text, out TimeSpan? time, out long? requests, [NotNullWhen(false)] out string? problem)
    {
        (time, requests) = (null, null);

        // careful: 5m reads as a count too, but a unit of time is what people mean behind a warm-up.
        if (!DurationText.IsBareNumber(text) && DurationText.TryParse(text, out var duration, out problem))
        {
            time = duration;
            return true;
        }

        if (!CountText.TryParse(text, 0, long.MaxValue, out var count, out problem))
        {
            problem = "is neither a time nor a count; write 10s or 16";
            return false;
        }

        requests = count;
        return true;
    }
}
