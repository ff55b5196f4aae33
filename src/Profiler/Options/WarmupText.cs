using System.Diagnostics.CodeAnalysis;

namespace VllmStream.Profiling.Options;

/// <summary>Warm-up: a time with its unit, or a number of requests.</summary>
public static class WarmupText
{
    /// <summary>True for a warm-up that is none, in whatever unit.</summary>
    public static bool IsNone(string text) => TryParse(text, out var time, out var requests, out _) && (time ?? TimeSpan.Zero) == TimeSpan.Zero && (requests ?? 0) == 0;

    /// <summary>Reads one of the two; the other is null.</summary>
    public static bool TryParse(string text, out TimeSpan? time, out long? requests, [NotNullWhen(false)] out string? problem)
    {
        (time, requests) = (null, null);

        // careful: 5m reads as a count too, but a unit of time is what people mean behind a warm-up.
        if (!DurationText.IsBareNumber(text) && DurationText.IsTime(text))
        {
            var isRead = DurationText.TryParse(text, out var duration, out problem);
            time = isRead ? duration : null;
            return isRead;
        }
        if (!CountText.TryScale(text, out var number) || number < 0 || number != decimal.Truncate(number))
        {
            problem = "is neither a time nor a count; write 10s or 16";
            return false;
        }
        if (!CountText.TryParse(text, 0, LimitOptions.MostRequests, out var count, out problem))
            return false;
        requests = count;
        return true;
    }
}
