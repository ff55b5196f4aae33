using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Transport;
using VllmStream.Tests.Profiler.Options;

namespace VllmStream.Tests.Profiler.Metrics;

public sealed class CheckTests
{
    [Theory]
    [InlineData("ttft", "p50", ComparisonOperator.Less, 150, true, 109)]
    [InlineData("ttft", "p99", ComparisonOperator.LessOrEqual, 158.2, true, 158)]
    [InlineData("ttft", "max", ComparisonOperator.Less, 159, false, 159)]
    [InlineData("ttft", "mean", ComparisonOperator.GreaterOrEqual, 100, true, 109.5)]
    [InlineData("rate", "p1", ComparisonOperator.Greater, 99, true, 100)]
    [InlineData("error_rate", null, ComparisonOperator.Less, 0.01, false, 0.166667)]
    [InlineData("ttft", "n", ComparisonOperator.GreaterOrEqual, 100, true, 100)]
    [InlineData("ttft", "p9.9", ComparisonOperator.Less, 70, true, 69)]
    [InlineData("requests", null, ComparisonOperator.GreaterOrEqual, 121, false, 120)]
    [InlineData("failed", null, ComparisonOperator.LessOrEqual, 20, true, 20)]
    [InlineData("outcome", "reset", ComparisonOperator.Less, 0.1, false, 0.166667)]
    [InlineData("outcome", "ok", ComparisonOperator.Greater, 0.8, true, 0.833333)]
    public void Check_holds_the_value_against_the_limit(string metric, string? statistic, ComparisonOperator comparison, double limit, bool pass, double value)
    {
        var result = Evaluate(120, new CheckTerm("text", null, metric, statistic, comparison, limit));

        Assert.Equal(pass, result.Pass);
        Assert.Equal(value, result.Value!.Value, 0.0011 * value);
        Assert.Null(result.Reason);
    }

    [Theory]
    [InlineData("ttft", "p99.9", "100 samples, p99.9 needs 1000")]
    [InlineData("ttft", "p999", "100 samples, p999 needs 1000")]
    [InlineData("goodput", null, "no objective (--slo), or nothing measured")]
    [InlineData("met_ratio", null, "no objective (--slo), or nothing measured")]
    [InlineData("findings", null, "not looked for")]
    [InlineData("nonsense", "p50", "nonsense is no metric")]
    [InlineData("ttft", "nonsense", "nonsense is no statistic")]
    public void Check_without_a_value_fails_and_says_why(string metric, string? statistic, string reason)
    {
        var result = Evaluate(120, new CheckTerm("text", null, metric, statistic, ComparisonOperator.Greater, 0));

        Assert.False(result.Pass);
        Assert.Null(result.Value);
        Assert.Equal(reason, result.Reason);
    }

    [Fact]
    public void Check_asked_of_a_file_says_what_it_says_at_the_end_of_the_run()
    {
        CheckTerm[] terms =
        [
            .. CheckTextCases.Good.Where(good => good.Group is null && good.Metric != CheckMetrics.Findings)
                .Select(good => new CheckTerm(good.Text, null, good.Metric, good.Statistic, good.Operator, good.Limit)),
            new("chat.ttft.p99 < 1s", "chat", "ttft", "p99", ComparisonOperator.Less, 1_000),
            new("chat.requests > 0", "chat", "requests", null, ComparisonOperator.Greater, 0),
        ];
        var live = WithLeft(terms);
        var asked = SummaryChecks.With(live with { Checks = [], Run = live.Run with { Checks = [] } }, terms);
        Assert.Equal(live.Checks, asked.Checks);
        Assert.Equal(live.Judgement, asked.Judgement);
        Assert.Equal(0.6, Assert.Single(SummaryChecks.With(live with { Checks = [] }, [new CheckTerm("t", null, "outcome", "cancelled_by_us", ComparisonOperator.Less, 1)]).Checks).Value);
        Assert.Equal(6, Assert.Single(SummaryChecks.With(live with { Checks = [] }, [new CheckTerm("t", null, "left", null, ComparisonOperator.Less, 1)]).Checks).Value);
    }

    [Fact]
    public void Check_asked_again_stands_once()
    {
        CheckTerm term = new("ttft.p50 < 1s", null, "ttft", "p50", ComparisonOperator.Less, 1_000);
        var live = WithLeft(term);
        var again = SummaryChecks.With(live, [term, term]);
        Assert.Equal(live.Checks, again.Checks);
        Assert.Equal([term], again.Run.Checks);
    }

    [Fact]
    public void Check_of_a_group_sees_only_the_group()
    {
        Assert.Equal(0.166667, Evaluate(120, new CheckTerm("text", "chat", "error_rate", null, ComparisonOperator.Less, 1)).Value);
        Assert.Equal("no request", Evaluate(120, new CheckTerm("text", "long", "error_rate", null, ComparisonOperator.Less, 1)).Reason);
        Assert.Equal("no request of group nobody", Evaluate(120, new CheckTerm("text", "nobody", "ttft", "p50", ComparisonOperator.Less, 1)).Reason);
    }

    [Fact]
    public void Users_who_left_are_no_part_of_the_error_rate()
    {
        var parts = ((string?[])[null, "chat"]).Select(group => WithLeft(new CheckTerm("text", group, "error_rate", null, ComparisonOperator.Less, 0.3))).ToArray();
        foreach (var summary in parts.Append(SummaryMerge.Merge(parts)))
        {
            Assert.Equal(0.5, summary.Totals.ErrorRatio);
            Assert.All(summary.Checks, check => Assert.Equal((false, 0.5), (check.Pass, check.Value)));
        }
        Assert.Contains("failed   2 of 4 (50.0%)   left as planned 6", SummaryText.ToText(parts[0], new SummaryTextOptions()), StringComparison.Ordinal);
    }

    // 2 successes, 2 failures, and 6 who left.
    private static RunSummary WithLeft(params CheckTerm[] terms)
    {
        var aggregator = RecordFactory.Aggregator(0, "chat");
        for (var i = 0; i < 2; i++)
        {
            aggregator.Add(RecordFactory.Streamed(0, RecordFactory.Every(60, 10, 11)));
            aggregator.Add(RecordFactory.Failed(0, Outcome.Reset));
        }
        for (var i = 0; i < 6; i++)
            aggregator.Add(RecordFactory.Failed(0, Outcome.CancelledByUs, new RequestError(RequestError.Left, "left")));
        return SummaryBuilder.Build(aggregator, SummaryFactory.Description(terms), SummaryFactory.Ending(aggregator, 5000), RecordFactory.RunStart);
    }

    private static CheckResult Evaluate(int requests, CheckTerm term)
    {
        // 100 successes with TTFT 60..159 ms and 20 failures.
        var aggregator = RecordFactory.Aggregator(0, "chat", "long");
        for (var i = 0; i < requests - 20; i++)
            aggregator.Add(RecordFactory.Streamed(0, RecordFactory.Every(60 + i, 10, 11)));
        for (var i = 0; i < 20; i++)
            aggregator.Add(RecordFactory.Failed(0, Outcome.Reset));
        return SummaryBuilder.Build(aggregator, SummaryFactory.Description([term]), SummaryFactory.Ending(aggregator, 5000), RecordFactory.RunStart).Checks[0];
    }
}
