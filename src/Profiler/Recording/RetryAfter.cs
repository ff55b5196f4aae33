using System.Globalization;
using System.Net.Http.Headers;

namespace VllmStream.Profiling.Recording;

/// <summary>Reads a Retry-After field: <c>delay-seconds / HTTP-date</c> (RFC 9110 section 10.2.3).</summary>
internal static class RetryAfter
{
    /// <summary>Seconds to wait, never negative; null without a readable value.</summary>
    public static double? Seconds(string? field)
    {
        if (field is null || !RetryConditionHeaderValue.TryParse(field, out var value))
            return double.TryParse(field, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var fraction) ? fraction : null;
        var span = value.Delta ?? value.Date - TimeProvider.System.GetUtcNow();
        return span is { } wait ? Math.Max(0, wait.TotalSeconds) : null;
    }
}
