using VllmStream.Profiling.Server;

namespace VllmStream.Tests.Profiler.Server;

public sealed class RetryPausesTests
{
    [Fact]
    public void Pauses_grow_to_five_seconds() =>
        Assert.Equal([0.25, 0.5, 1, 2, 4, 5, 5], Enumerable.Range(1, 7).Select(attempt => RetryPauses.After(attempt).TotalSeconds));

    [Fact]
    public void Last_attempt_has_a_quarter_of_a_second_left() =>
        Assert.Equal([0.5, 0.35, null], ((double[])[0.76, 0.6, 0.5]).Select(left => RetryPauses.Within(2, TimeSpan.FromSeconds(left))?.TotalSeconds));

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(1, 0.5, 0)]
    [InlineData(1, 0.6, 1)]
    [InlineData(1, 1, 2)]
    [InlineData(6, 60, 12)]
    public void Attempts_that_follow_are_as_many_as_pauses_fit(int attempts, double leftSeconds, int more) =>
        Assert.Equal(more, RetryPauses.MoreAfter(attempts, TimeSpan.FromSeconds(leftSeconds)));
}
