using System.Globalization;

namespace VllmStream.Profiling.Http;

/// <summary>Reads a Retry-After field: <c>delay-seconds / HTTP-date</c> (RFC 9110 section 10.2.3).</summary>
public static class RetryAfter
{
    /// <summary>Seconds to wait, never negative; null without a readable value.</summary>
    /// <param name="field">Retry-After as sent; null without one.</param>
    /// <param name="answered">The answer's own Date, from which a date counts: the server's clock need not be ours. Null without one.</param>
    /// <param name="now">Our wall clock, for an answer without a Date.</param>
    public static double? Seconds(string? field, string? answered, DateTimeOffset now)
    {
        if (field is null)
            return null;
        // careful: a style without signs still takes the words for infinite and for no number.
        if (double.TryParse(field, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            return double.IsFinite(seconds) ? seconds : null;
        if (!HttpDate.TryParse(field, now, out var until))
            return null;
        var from = HttpDate.TryParse(answered, now, out var sent) ? sent : now;
        return Math.Max(0, (until - from).TotalSeconds);
    }
}
