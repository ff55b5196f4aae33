using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Options;

public sealed class ArrivalAndWarmupTextTests
{
    [Theory]
    [InlineData("poisson", ArrivalKind.Poisson, null)]
    [InlineData("constant", ArrivalKind.Constant, null)]
    [InlineData("gamma", ArrivalKind.Gamma, null)]
    [InlineData("gamma:0.5", ArrivalKind.Gamma, 0.5)]
    public void Arrival_is_read(string text, ArrivalKind kind, double? shape)
    {
        Assert.True(ArrivalText.TryParse(text, out var actual, out var actualShape, out var problem), problem);
        Assert.Equal((kind, shape), (actual, actualShape));
    }

    [Theory]
    [InlineData("Poisson", "is no arrival; write poisson, constant or gamma:0.5")]
    [InlineData("", "is no arrival; write poisson, constant or gamma:0.5")]
    [InlineData("gamma:", "is no number; write it as 0.7")]
    [InlineData("gamma:0", "must have a shape above 0")]
    [InlineData("gamma:-1", "must have a shape above 0")]
    [InlineData("gamma:1e-300", "is too small; the least shape is 0.01")]
    public void Arrival_without_meaning_is_refused(string text, string problem)
    {
        Assert.False(ArrivalText.TryParse(text, out _, out _, out var actual));
        Assert.Equal(problem, actual);
    }

    [Theory]
    [InlineData("10s", 10d, null)]
    [InlineData("5m", 300d, null)]
    [InlineData("16", null, 16L)]
    [InlineData("0", null, 0L)]
    [InlineData("2k", null, 2000L)]
    public void Warmup_is_a_time_or_a_count(string text, double? seconds, long? requests)
    {
        Assert.True(WarmupText.TryParse(text, out var time, out var count, out var problem), problem);
        Assert.Equal((seconds, requests), (time?.TotalSeconds, count));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("")]
    public void Warmup_that_is_neither_is_refused(string text)
    {
        Assert.False(WarmupText.TryParse(text, out _, out _, out var problem));
        Assert.Equal("is neither a time nor a count; write 10s or 16", problem);
    }
}
