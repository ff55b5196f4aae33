using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Options;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("500us", 0.5)]
    [InlineData("500µs", 0.5)]
    [InlineData("500ms", 500)]
    [InlineData("1.5s", 1500)]
    [InlineData("30s", 30_000)]
    [InlineData("5m", 300_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1h2m3s4ms", 3_723_004)]
    [InlineData("0s", 0)]
    [InlineData("0", 0)]
    [InlineData("90s", 90_000)]
    [InlineData("0.25ms", 0.25)]
    public void Duration_with_unit_is_read(string text, double milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out var value, out var problem), problem);
        Assert.Equal(milliseconds, value.TotalMilliseconds);
    }

    [Theory]
    [InlineData("30", "has no unit; write 30ms, 30s or 30m")]
    [InlineData("1.5", "has no unit; write 1.5ms, 1.5s or 1.5m")]
    [InlineData("00", "has no unit; write 00ms, 00s or 00m")]
    [InlineData("", "is no time; write 500ms, 30s, 5m or 1m30s")]
    [InlineData("s", "is no time; write 500ms, 30s, 5m or 1m30s")]
    [InlineData("-5s", "is no time; write 500ms, 30s, 5m or 1m30s")]
    [InlineData("5 s", "is no time; write 500ms, 30s, 5m or 1m30s")]
    [InlineData("5S", "is no time; write 500ms, 30s, 5m or 1m30s")]
    [InlineData("5d", "is no time; write 500ms, 30s, 5m or 1m30s")]
    [InlineData("5s5", "is no time; write 500ms, 30s, 5m or 1m30s")]
    [InlineData("30s1m", "is no time; write 500ms, 30s, 5m or 1m30s")]
    [InlineData("1s1s", "is no time; write 500ms, 30s, 5m or 1m30s")]
    [InlineData("1..5s", "is no time; write 500ms, 30s, 5m or 1m30s")]
    [InlineData("1e3s", "is no time; write 500ms, 30s, 5m or 1m30s")]
    [InlineData("1,5s", "is no time; write 500ms, 30s, 5m or 1m30s")]
    [InlineData("99999999h", "is too long; the most is 576h")]
    [InlineData("576h1us", "is too long; the most is 576h")]
    [InlineData("٣s", "is no time; write 500ms, 30s, 5m or 1m30s")]
    public void Duration_without_meaning_is_refused(string text, string problem)
    {
        Assert.False(DurationText.TryParse(text, out _, out var actual));
        Assert.Equal(problem, actual);
    }

    [Theory]
    [InlineData("30s", "30s")]
    [InlineData("90s", "1m30s")]
    [InlineData("60m", "1h")]
    [InlineData("1h5s", "1h5s")]
    [InlineData("500ms", "500ms")]
    [InlineData("1500ms", "1.5s")]
    [InlineData("50us", "50us")]
    [InlineData("0s", "0s")]
    public void Duration_is_written_the_short_way(string text, string written)
    {
        Assert.True(DurationText.TryParse(text, out var value, out _));
        Assert.Equal(written, DurationText.Format(value));
    }

    [Fact]
    public void Duration_written_is_read_as_the_same_time() =>
        CsCheck.Check.Sample(CsCheck.Gen.Int[0, 90_000_000], ms =>
        {
            var time = TimeSpan.FromMilliseconds(ms);
            return DurationText.TryParse(DurationText.Format(time), out var back, out _) && back == time;
        });
}
