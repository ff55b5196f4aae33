using VllmStream.Profiling.Comparing;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;

namespace VllmStream.Tests.Profiler.Comparing;

public sealed class BaselineCheckTests
{
    [Fact]
    public void Run_that_is_worse_fails_and_names_the_figures()
    {
        var check = Of(Series.Run(1_000, 1), Series.Run(1_000, 2, slowdown: 1.2));
        Assert.Equal(("baseline 1.ndjson: not worse", false, "count", "baseline", ComparisonOperator.LessOrEqual, 0), (check.Text, check.Pass, check.Unit, check.Metric, check.Operator, check.Limit));
        Assert.True(check.Value >= 1);
        Assert.Null(check.Reason);
        Assert.Matches(@"^worse: TTFT p50 \+\d+\.\d%", check.Detail);
        Assert.Equal(check.Detail, CheckFigure.Of(check));
    }

    [Fact]
    public void Run_that_is_better_or_no_different_passes_and_says_so()
    {
        var better = Of(Series.Run(1_000, 2, slowdown: 1.2), Series.Run(1_000, 1));
        Assert.Equal((true, 0d), (better.Pass, better.Value));
        Assert.Matches(@"^better: TTFT p50 -\d+\.\d%", better.Detail);
        var same = Of(Series.Run(1_000, 1), Series.Run(1_000, 1, change: Series.Another));
        Assert.True(same.Pass);
        Assert.Equal("no evidence of a difference of 5.0% or more", same.Detail);
        Assert.Matches("^no evidence of a difference of 5.0% or more; too few samples for [1-9] of [0-9]+ figures$", Of(Series.Run(120, 1), Series.Run(120, 1, change: Series.Another)).Detail);
        Assert.Equal("no evidence of a difference of 5.0% or more: the baseline is this run itself", Of(Series.Run(1_000, 1), Series.Run(1_000, 1)).Detail);
    }

    [Fact]
    public void Run_whose_server_answers_nothing_fails_though_it_ends_sooner()
    {
        var check = Of(Series.Run(1_000, 1), LostRuns.Empty(1_000));
        Assert.False(check.Pass);
        Assert.Matches("^worse: TTFT none in b; better: E2E p50 -", check.Detail);
    }

    [Fact]
    public void Threshold_decides_what_matters() =>
        Assert.True(Of(Series.Run(1_000, 1), Series.Run(1_000, 2, slowdown: 1.2), threshold: 0.5).Pass);

    [Fact]
    public void Run_that_cannot_be_compared_fails_with_the_reason()
    {
        var few = Of(Series.Run(10, 1), Series.Run(10, 2));
        Assert.Equal((false, null, "too few samples to say anything of times: 10 requests in the baseline, 10 here"), (few.Pass, few.Value, few.Reason));
        var invalid = Of(Series.Run(1_000, 1), Series.Run(1_000, 2, change: summary => summary with { Judgement = new Judgement(Verdict.NotValid, 4, "sends late", "not valid: sends late") }));
        Assert.Equal((false, null, "not comparable: b is NOT VALID: sends late (a is the baseline, b this run)"), (invalid.Pass, invalid.Value, invalid.Reason));
        Assert.Null(invalid.Detail);
    }

    [Fact]
    public void What_else_differs_is_named()
    {
        var check = Of(Series.Run(1_000, 1), Series.Run(1_000, 1, change: summary => summary with { Run = summary.Run with { Run = "other", Model = "other" } }));
        Assert.Equal("no evidence of a difference of 5.0% or more; differs in model", check.Detail);
    }

    [Fact]
    public void Summary_says_the_whole_sentence_and_ends_with_99()
    {
        var run = Series.Run(1_000, 2, slowdown: 1.2);
        var check = Of(Series.Run(1_000, 1), run);
        var summary = SummaryChecks.With(run.Summary, check);
        Assert.Equal((99, "1 of 1 checks failed"), (summary.Judgement.ExitCode, summary.Judgement.ExitReason));
        var text = SummaryText.ToText(summary, new SummaryTextOptions());
        Assert.Contains("checks   FAIL  baseline 1.ndjson: not worse", text, StringComparison.Ordinal);
        Assert.Contains(check.Detail!, string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.Equal(text, SummaryText.ToText(RunReport.AsWritten(summary, Redactor.None), new SummaryTextOptions()));

        // Held against the same again, the result is replaced; merged, it stands beside what is judged on the whole.
        Assert.Single(SummaryChecks.With(summary, check).Checks);
        Assert.Equal(99, SummaryMerge.Merge([summary, run.Summary]).Judgement.ExitCode);
    }

    private static CheckResult Of(RunSamples a, RunSamples b, double threshold = 0.05) => BaselineCheck.Of(RunComparer.Compare(a, b, new ComparisonOptions { Threshold = threshold }));
}
