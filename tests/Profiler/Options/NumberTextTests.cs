using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Options;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData("500", 500)]
    [InlineData("10k", 10_000)]
    [InlineData("10K", 10_000)]
    [InlineData("1.5m", 1_500_000)]
    [InlineData("1", 1)]
    public void Count_is_read(string text, long count)
    {
        Assert.True(CountText.TryParse(text, 1, long.MaxValue, out var value, out var problem), problem);
        Assert.Equal(count, value);
    }

    [Theory]
    [InlineData("", "is no whole number; write 500, 10k or 1m")]
    [InlineData("k", "is no whole number; write 500, 10k or 1m")]
    [InlineData("1.5", "is no whole number; write 500, 10k or 1m")]
    [InlineData("1e3", "is no whole number; write 500, 10k or 1m")]
    [InlineData("ten", "is no whole number; write 500, 10k or 1m")]
    [InlineData("10g", "is no whole number; write 500, 10k or 1m")]
    [InlineData("9999999999999999999", "is too large; the most is 100")]
    [InlineData("0", "is too small; the least is 1")]
    [InlineData("-5", "is too small; the least is 1")]
    [InlineData("101", "is too large; the most is 100")]
    public void Count_outside_its_bounds_is_refused(string text, string problem)
    {
        Assert.False(CountText.TryParse(text, 1, 100, out _, out var actual));
        Assert.Equal(problem, actual);
    }

    [Theory]
    [InlineData("8", 8)]
    [InlineData("0.5", 0.5)]
    [InlineData("8/s", 8)]
    [InlineData("90/m", 1.5)]
    [InlineData("2k", 2000)]
    public void Rate_is_read_per_second(string text, double perSecond)
    {
        Assert.True(RateText.TryParse(text, out var value, out var problem), problem);
        Assert.Equal(perSecond, value);
    }

    [Theory]
    [InlineData("fast", "is no rate; write 8, 0.5 or 90/m")]
    [InlineData("8/h", "is no rate; write 8, 0.5 or 90/m")]
    [InlineData("nan", "is no rate; write 8, 0.5 or 90/m")]
    [InlineData("", "is no rate; write 8, 0.5 or 90/m")]
    [InlineData("0", "must be above 0")]
    [InlineData("-1", "must be above 0")]
    public void Rate_without_meaning_is_refused(string text, string problem)
    {
        Assert.False(RateText.TryParse(text, out _, out var actual));
        Assert.Equal(problem, actual);
    }

    [Theory]
    [InlineData("256", 256, 0)]
    [InlineData("256±32", 256, 32)]
    [InlineData("256+-32", 256, 32)]
    [InlineData("256+/-32.5", 256, 32.5)]
    [InlineData("256 ± 32", 256, 32)]
    [InlineData("4k", 4000, 0)]
    public void Length_is_read(string text, int mean, double deviation)
    {
        Assert.True(LengthText.TryParse(text, out var value, out var problem), problem);
        Assert.Equal(new LengthSpec(mean, deviation), value);
    }

    [Theory]
    [InlineData("", "is no length in tokens; write 256, 256±32, 100..400 or lognormal:256±128")]
    [InlineData("±32", "is no length in tokens; write 256, 256±32, 100..400 or lognormal:256±128")]
    [InlineData("256±", "is no length in tokens; write 256, 256±32, 100..400 or lognormal:256±128")]
    [InlineData("128,256", "is no length in tokens; write 256, 256±32, 100..400 or lognormal:256±128")]
    [InlineData("0", "must be a whole number of at least 1 token")]
    [InlineData("1.5", "must be a whole number of at least 1 token")]
    [InlineData("-1", "must be a whole number of at least 1 token")]
    [InlineData("9999m", "is too many tokens; the most is 10000000")]
    [InlineData("256+-", "is no length in tokens; write 256, 256±32, 100..400 or lognormal:256±128")]
    [InlineData("256±-3", "has a negative deviation")]
    public void Length_without_meaning_is_refused(string text, string problem)
    {
        Assert.False(LengthText.TryParse(text, out _, out var actual));
        Assert.Equal(problem, actual);
    }

    [Theory]
    [InlineData("0.7x", "is no number; write it as 0.7")]
    [InlineData("NaN", "is no number; write it as 0.7")]
    [InlineData("1e999", "is no number; write it as 0.7")]
    [InlineData("-0.1", "is too small; the least is 0")]
    [InlineData("1.1", "is too large; the most is 1")]
    public void Number_outside_its_bounds_is_refused(string text, string problem)
    {
        Assert.False(NumberText.TryParse(text, 0, 1, out _, out var actual));
        Assert.Equal(problem, actual);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(8, "8")]
    [InlineData(1234.5, "1234.5")]
    [InlineData(0.12345, "0.123")]
    [InlineData(0.00001234, "0.0000123")]
    [InlineData(-0.00001, "-0.00001")]
    [InlineData(1e-300, "1E-300")]
    [InlineData(1e297, "1E+297")]
    public void Number_is_written_with_the_digits_that_say_something(double value, string text) => Assert.Equal(text, NumberText.Format(value));
}
