using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Options;

public sealed class CheckTextTests
{
    private const ComparisonOperator Less = ComparisonOperator.Less;
    private const ComparisonOperator Greater = ComparisonOperator.Greater;

    [Theory]
    [InlineData("ttft.p99 < 800ms", null, "ttft", "p99", Less, 800)]
    [InlineData("ttft.p99<800ms", null, "ttft", "p99", Less, 800)]
    [InlineData("ttft.p99.9 < 1s", null, "ttft", "p999", Less, 1000)]
    [InlineData("ttft.p999 < 1s", null, "ttft", "p999", Less, 1000)]
    [InlineData("e2el.mean <= 10s", null, "e2e", "mean", ComparisonOperator.LessOrEqual, 10_000)]
    [InlineData("itl.max < 1s", null, "itl", "max", Less, 1000)]
    [InlineData("error_rate < 1%", null, "error_rate", null, Less, 0.01)]
    [InlineData("error_rate < 0.01", null, "error_rate", null, Less, 0.01)]
    [InlineData("error_rate <= 0", null, "error_rate", null, ComparisonOperator.LessOrEqual, 0)]
    [InlineData("goodput > 7", null, "goodput", null, Greater, 7)]
    [InlineData("output_tokens_per_s >= 2.5k", null, "output_tokens_per_s", null, ComparisonOperator.GreaterOrEqual, 2500)]
    [InlineData("chat_long.ttft.p99 < 2s", "chat_long", "ttft", "p99", Less, 2000)]
    [InlineData("chat.v2.ttft.p99 < 2s", "chat.v2", "ttft", "p99", Less, 2000)]
    [InlineData("chat_long.error_rate < 1%", "chat_long", "error_rate", null, Less, 0.01)]
    [InlineData("rate.p1 > 20", null, "rate", "p1", Greater, 20)]
    [InlineData("wait.p50 < 1ms", null, "wait", "p50", Less, 1)]
    public void Check_is_read(string text, string? group, string metric, string? statistic, ComparisonOperator comparison, double limit)
    {
        Assert.True(CheckText.TryParse(text, out var term, out var problem), problem);
        Assert.Equal(new CheckTerm(text, group, metric, statistic, comparison, limit), term);
    }

    [Theory]
    [InlineData("", "is no check; write 'ttft.p99 < 800ms' or 'error_rate < 1%'")]
    [InlineData("ttft.p99", "is no check; write 'ttft.p99 < 800ms' or 'error_rate < 1%'")]
    [InlineData("ttft.p99 == 5ms", "is no check; write 'ttft.p99 < 800ms' or 'error_rate < 1%'")]
    [InlineData("p(95)<500", "is no check; write 'ttft.p99 < 800ms' or 'error_rate < 1%'")]
    [InlineData("ttft < 800ms", "names no statistic; write ttft.p99 or ttft.mean")]
    [InlineData("ttft.p100 < 800ms", "names no statistic: p100; it can be mean, min, max or a percentile such as p50, p99, p999")]
    [InlineData("ttft.worst < 800ms", "names no statistic: worst; it can be mean, min, max or a percentile such as p50, p99, p999")]
    [InlineData("ttfx.p99 < 800ms", "names no metric: ttfx; it can be ttft, ttfc, itl, tpot, e2e, wait, ttft_from_schedule, e2e_from_schedule, rate, error_rate, goodput, requests_per_s, output_tokens_per_s")]
    [InlineData("errors < 1%", "names no metric: errors; write 'ttft.p99 < 800ms' or 'error_rate < 1%'")]
    [InlineData("error_rate.p99 < 1%", "asks for a statistic, and error_rate is one number; write error_rate < 1%")]
    [InlineData("ttft.p99 < 800", "has no unit; write 800ms, 800s or 800m")]
    [InlineData("error_rate < 1", "has no unit; write 1% or a ratio under 1")]
    [InlineData("error_rate < 1s", "is no number; write it as 0.7")]
    [InlineData("goodput > 95%", "has a share as its limit, and goodput is a number per second")]
    public void Check_without_meaning_is_refused(string text, string problem)
    {
        Assert.False(CheckText.TryParse(text, out _, out var actual));
        Assert.Equal(problem, actual);
    }

    [Theory]
    [InlineData("p1", 1d)]
    [InlineData("p50", 50d)]
    [InlineData("p99", 99d)]
    [InlineData("p999", 99.9)]
    [InlineData("p9999", 99.99)]
    [InlineData("mean", null)]
    [InlineData("p0", null)]
    [InlineData("p100", null)]
    public void Statistic_names_a_percentile_or_not(string statistic, double? percentile) =>
        Assert.Equal(percentile, CheckText.Percentile(statistic));
}
