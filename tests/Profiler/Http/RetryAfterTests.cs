using System.Globalization;
using VllmStream.Profiling.Http;

namespace VllmStream.Tests.Profiler.Http;

public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 30, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2", 2d)]
    [InlineData("0", 0d)]
    [InlineData("0.5", 0.5)]
    [InlineData("99999999999", 99999999999d)]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("-1", null)]
    [InlineData("soon", null)]
    [InlineData("NaN", null)]
    [InlineData("Infinity", null)]
    [InlineData("1e400", null)]
    public void Seconds_are_taken_as_they_are(string? field, double? seconds) => Assert.Equal(seconds, RetryAfter.Seconds(field, null, Now));

    [Theory]
    [InlineData("Thu, 30 Jul 2026 12:00:07 GMT", 7d)]
    [InlineData("Thursday, 30-Jul-26 12:00:07 GMT", 7d)]
    [InlineData("Thu Jul 30 12:00:07 2026", 7d)]
    [InlineData("Mon, 30 Jul 2026 12:00:07 GMT", 7d)]
    [InlineData("Thu, 30 Jul 2026 11:59:00 GMT", 0d)]
    [InlineData("Thu, 30 Jul 2026 12:00:07", null)]
    [InlineData("Thu, 31 Jun 2026 12:00:07 GMT", null)]
    [InlineData("2026-07-30T12:00:07Z", null)]
    public void Date_counts_from_our_clock_when_the_answer_has_none(string field, double? seconds) => Assert.Equal(seconds, RetryAfter.Seconds(field, null, Now));

    [Theory]
    [InlineData("Fri, 01 Jan 2021 00:00:00 GMT", "Fri, 01 Jan 2021 00:01:30 GMT", 90d)]
    [InlineData("Friday, 01-Jan-21 00:00:00 GMT", "Fri Jan  1 00:01:30 2021", 90d)]
    [InlineData("Thu, 30 Jul 2037 12:00:00 GMT", "Thu, 30 Jul 2026 12:00:07 GMT", 0d)]
    [InlineData("no date", "Thu, 30 Jul 2026 12:00:07 GMT", 7d)]
    [InlineData("Thu, 30 Jul 2037 12:00:00 GMT", "3", 3d)]
    public void Date_counts_from_the_answers_own(string answered, string field, double? seconds) => Assert.Equal(seconds, RetryAfter.Seconds(field, answered, Now));

    [Theory]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT", 1994)]
    [InlineData("Sunday, 06-Nov-76 08:49:37 GMT", 2076)]
    [InlineData("Sunday, 06-Nov-77 08:49:37 GMT", 1977)]
    public void Two_digits_of_a_year_are_at_most_fifty_years_ahead(string field, int year)
    {
        Assert.True(HttpDate.TryParse(field, Now, out var date));
        Assert.Equal(new DateTimeOffset(year, 11, 6, 8, 49, 37, TimeSpan.Zero), date);
    }

    [Fact]
    public void Date_in_any_form_is_the_same_for_every_second_of_a_day()
    {
        for (var second = 0; second < 86_400; second += 617)
        {
            var at = Now.AddSeconds(second);
            foreach (var form in (string[])["R", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy"])
            {
                Assert.True(HttpDate.TryParse(at.ToString(form, CultureInfo.InvariantCulture), Now, out var date), form);
                Assert.Equal(at, date);
            }
        }
    }
}
