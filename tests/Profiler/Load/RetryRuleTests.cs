using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Load;
using VllmStream.Profiling.Recording;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Load;

public sealed class RetryRuleTests
{
    private static readonly RetryRule Rule = new(retries: 20, TimeSpan.FromSeconds(60));

    [Theory]
    [InlineData(Outcome.RateLimited, 429, true)]
    [InlineData(Outcome.HttpError, 503, true)]
    [InlineData(Outcome.HttpError, 400, false)]
    [InlineData(Outcome.HttpError, 307, false)]
    [InlineData(Outcome.Reset, null, true)]
    [InlineData(Outcome.ConnectError, null, true)]
    [InlineData(Outcome.Ok, 200, false)]
    [InlineData(Outcome.InvalidResponse, 200, false)]
    [InlineData(Outcome.CancelledByUs, null, false)]
    public void Only_what_may_go_well_next_time_is_tried_again(Outcome outcome, int? status, bool again) =>
        Assert.Equal(again, Rule.WaitOf(RecordFactory.Failed(0, outcome, status: status), 1, 0) is not null);

    [Fact]
    public void Wait_doubles_up_to_a_minute()
    {
        var rule = new RetryRule(retries: 20, TimeSpan.FromHours(1));
        var record = RecordFactory.Failed(0, Outcome.Reset);
        Assert.Equal([100, 200, 400, 800], Enumerable.Range(1, 4).Select(attempt => rule.WaitOf(record, attempt, 0)!.Value.TotalMilliseconds));
        Assert.Equal(TimeSpan.FromMinutes(1), rule.WaitOf(record, 20, 0));
        Assert.Null(rule.WaitOf(record, 21, 0));
    }

    [Theory]
    [InlineData(1d, 0d, 1d)]
    [InlineData(60d, 0d, 60d)]
    [InlineData(60.5, 0d, null)]
    [InlineData(10d, 50d, 10d)]
    [InlineData(10d, 50.5, null)]
    [InlineData(0d, 60d, 0d)]
    [InlineData(0d, 61d, null)]
    [InlineData(1e300, 0d, null)]
    public void Wait_that_would_go_past_the_budget_is_not_begun(double retryAfter, double spent, double? wait) =>
        Assert.Equal(wait, Rule.WaitOf(RecordFactory.Failed(0, Outcome.RateLimited, status: 429, retryAfter: retryAfter), 1, Ticks.FromSeconds(spent))?.TotalSeconds);

    [Fact]
    public void Own_wait_keeps_to_the_budget_too() =>
        Assert.Equal(
            new double?[] { 0.1, 0.2, null },
            Enumerable.Range(1, 3).Select(attempt => new RetryRule(9, TimeSpan.FromMilliseconds(350)).WaitOf(RecordFactory.Failed(0, Outcome.Reset), attempt, Ticks.FromMs(50 * attempt))?.TotalSeconds));
}
