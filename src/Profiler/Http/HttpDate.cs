using System.Globalization;

namespace VllmStream.Profiling.Http;

/// <summary>Reads a date of HTTP in its three forms (RFC 9110 section 5.6.7): <c>Sun, 06 Nov 1994 08:49:37 GMT</c>, <c>Sunday, 06-Nov-94 08:49:37 GMT</c>, <c>Sun Nov  6 08:49:37 1994</c>.</summary>
public static class HttpDate
{
    // Without the name of the day, which says nothing the date does not, and is wrong now and then.
    private static readonly string[] WithFourDigits = ["d MMM yyyy H:mm:ss 'GMT'", "MMM d H:mm:ss yyyy"];
    private const string WithTwoDigits = "d-MMM-yy H:mm:ss 'GMT'";

    /// <summary>Reads a date.</summary>
    /// <param name="field">As sent.</param>
    /// <param name="now">Tells which century two digits mean: the year is at most 50 years after this.</param>
    /// <param name="date">The instant.</param>
    public static bool TryParse(ReadOnlySpan<char> field, DateTimeOffset now, out DateTimeOffset date)
    {
        date = default;
        var space = field.IndexOf(' ');
        if (space < 0)
            return false;
        var rest = field[(space + 1)..].Trim();
        const DateTimeStyles Styles = DateTimeStyles.AllowInnerWhite | DateTimeStyles.AssumeUniversal;
        if (DateTimeOffset.TryParseExact(rest, WithFourDigits, CultureInfo.InvariantCulture, Styles, out date))
            return true;
        var format = (DateTimeFormatInfo)CultureInfo.InvariantCulture.DateTimeFormat.Clone();
        format.Calendar = new GregorianCalendar { TwoDigitYearMax = now.UtcDateTime.Year + 50 };
        return DateTimeOffset.TryParseExact(rest, WithTwoDigits, format, Styles, out date);
    }
}
