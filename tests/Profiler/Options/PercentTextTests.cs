using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Options;

public sealed class PercentTextTests
{
    [Theory]
    [InlineData("5%", 0.05)]
    [InlineData("2.5%", 0.025)]
    [InlineData("0%", 0)]
    [InlineData("100%", 1)]
    public void Share_is_read_as_a_ratio(string text, double ratio)
    {
        Assert.True(PercentText.TryParse(text, out var value, out var problem), problem);
        Assert.Equal(ratio, value, 12);
    }

    [Theory]
    [InlineData("5", "has no unit; write 5%")]
    [InlineData("0.95", "has no unit; write 95%")]
    [InlineData("", "is no share; write 5%")]
    [InlineData("%", "is no share; write 5%")]
    [InlineData("few%", "is no share; write 5%")]
    [InlineData("nan%", "is no share; write 5%")]
    [InlineData("-1%", "is too small; the least is 0%")]
    [InlineData("101%", "is too large; the most is 100%")]
    public void Share_without_meaning_is_refused(string text, string problem)
    {
        Assert.False(PercentText.TryParse(text, out _, out var actual));
        Assert.Equal(problem, actual);
    }
}
