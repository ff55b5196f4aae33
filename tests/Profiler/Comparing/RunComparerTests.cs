using VllmStream.Profiling.Comparing;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Tests.Profiler.Comparing;

public sealed class RunComparerTests
{
    private static readonly ComparisonOptions Five = new();

    [Fact]
    public void Slower_first_tokens_are_worse_and_faster_ones_better()
    {
        var (quick, slow) = (Series.Run(1_000, 1), Series.Run(1_000, 2, slowdown: 1.2));
        var worse = RunComparer.Compare(quick, slow, Five);
        Assert.Equal(ComparisonVerdict.Worse, worse.Verdict);
        var median = Figure(worse, "ttft", "p50");
        Assert.Equal(ComparisonVerdict.Worse, median.Verdict);
        Assert.InRange(median.Change!.Value, 0.15, 0.25);
        Assert.InRange(0.2, median.Low!.Value, median.High!.Value);
        Assert.Equal(ComparisonVerdict.NoEvidence, Figure(worse, "e2e", "p50").Verdict);

        var better = RunComparer.Compare(slow, quick, Five);
        Assert.Equal(ComparisonVerdict.Better, better.Verdict);
        Assert.Equal(ComparisonVerdict.Better, Figure(better, "ttft", "p50").Verdict);
    }

    [Fact]
    public void Change_under_the_threshold_is_no_difference_however_sure_it_is()
    {
        var comparison = RunComparer.Compare(Series.Run(4_000, 1), Series.Run(4_000, 2, slowdown: 1.1), new ComparisonOptions { Threshold = 0.2 });
        var median = Figure(comparison, "ttft", "p50");
        Assert.True(median.Low > 0.05, $"{median.Low}");
        Assert.Equal(ComparisonVerdict.NoEvidence, median.Verdict);
        Assert.Equal(ComparisonVerdict.NoEvidence, comparison.Verdict);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.8)]
    public void Interval_of_the_median_covers_the_truth_as_often_as_it_says(double share)
    {
        const int Runs = 200;
        var requests = share > 0 ? 1_000 : 400;
        var covered = 0;
        for (var run = 0; run < Runs; run++)
        {
            var median = Figure(RunComparer.Compare(Series.Run(requests, run, share: share), Series.Run(requests, run + 5_000, slowdown: 1.1, share: share), Five), "ttft", "p50");
            covered += median.Low <= 0.1 && 0.1 <= median.High ? 1 : 0;
        }

        // 95 % of 200 is 190; neighbours that are alike leave a block bootstrap a few percent short of it.
        Assert.InRange(covered, share > 0 ? 174 : 180, 199);
    }

    [Fact]
    public void Equal_runs_are_told_apart_in_at_most_one_comparison_of_twenty()
    {
        var alarms = Enumerable.Range(0, 200).Count(run =>
            RunComparer.Compare(Series.Run(300, run, share: 0.6), Series.Run(300, run + 5_000, share: 0.6), Five).Verdict is ComparisonVerdict.Worse or ComparisonVerdict.Better);
        Assert.InRange(alarms, 0, 10);
    }

    [Fact]
    public void What_the_same_traffic_does_to_both_runs_is_no_noise_between_them()
    {
        // The same requests, of which the second run answers each a little otherwise.
        var (a, same, other) = (Series.Run(1_000, 1, share: 0.8), Series.Run(1_000, 1, slowdown: 1.1, share: 0.8, noise: 0.02), Series.Run(1_000, 2, slowdown: 1.1, share: 0.8));
        var (paired, apart) = (Figure(RunComparer.Compare(a, same, Five), "ttft", "p50"), Figure(RunComparer.Compare(a, other, Five), "ttft", "p50"));
        Assert.Equal(ComparisonVerdict.Worse, paired.Verdict);
        Assert.InRange(0.1, paired.Low!.Value, paired.High!.Value);
        Assert.True((paired.High - paired.Low) * 3 < apart.High - apart.Low, $"{paired.Low} to {paired.High}, and {apart.Low} to {apart.High}");
    }

    [Fact]
    public void Few_samples_say_so_instead_of_a_verdict()
    {
        var comparison = RunComparer.Compare(Series.Run(15, 1), Series.Run(15, 2, slowdown: 3), Five);
        var median = Figure(comparison, "ttft", "p50");
        Assert.Equal(ComparisonVerdict.TooFewSamples, median.Verdict);
        Assert.Equal("15 samples, 20 needed", median.Absence);
        Assert.True(median.Change > 1);
        Assert.Null(median.Low);
        var tail = Figure(RunComparer.Compare(Series.Run(500, 1), Series.Run(500, 2, slowdown: 3), Five), "ttft", "p99");
        Assert.Equal("500 samples, 1000 needed", tail.Absence);
    }

    [Fact]
    public void Samples_that_are_all_alike_are_too_few_however_many()
    {
        var comparison = RunComparer.Compare(Series.Run(60, 1, share: 0.995), Series.Run(60, 2, share: 0.995), Five);
        Assert.Matches("independent stretches, 8 needed", Figure(comparison, "ttft", "p50").Absence);
    }

    [Fact]
    public void More_failures_are_worse_in_points()
    {
        var comparison = RunComparer.Compare(Series.Run(1_000, 1), Series.Run(1_000, 2, failed: 0.03), Five);
        var failed = comparison.Figures.Single(figure => figure.Metric == "error_rate");
        Assert.Equal(ComparisonVerdict.Worse, failed.Verdict);
        Assert.False(failed.IsRelative);
        Assert.InRange(failed.Change!.Value, 0.015, 0.045);
        Assert.Equal(ComparisonVerdict.NoEvidence, Failed(RunComparer.Compare(Series.Run(1_000, 1), Series.Run(1_000, 2, failed: 0.002), Five)).Verdict);
    }

    [Fact]
    public void Equal_constants_are_no_difference_and_other_constants_are()
    {
        Assert.Equal(ComparisonVerdict.NoEvidence, RunComparer.Compare(Constant(100), Constant(100), Five).Verdict);
        Assert.Equal(ComparisonVerdict.Worse, RunComparer.Compare(Constant(100), Constant(110), Five).Verdict);
    }

    [Fact]
    public void What_divides_by_tokens_is_not_compared_where_they_were_counted_otherwise()
    {
        var (a, b) = (Constant(100, "usage(final)"), Constant(110, "chunks"));
        a.All.Add(0, MetricId.Tpot, 20);
        b.All.Add(0, MetricId.Tpot, 30);
        var comparison = RunComparer.Compare(a, b, Five);
        Assert.Equal("tokens counted otherwise", Figure(comparison, "tpot", "p50").Absence);
        Assert.Null(Figure(comparison, "tpot", "p50").Change);
        Assert.Contains(comparison.Differences, difference => difference is { What: "token source", A: "usage(final)", B: "chunks" });
    }

    [Fact]
    public void Metric_that_one_side_lacks_is_said_to_be_missing()
    {
        var (a, b) = (Constant(100), Constant(100));
        for (var i = 0; i < 100; i++)
            b.All.Add(i, MetricId.Tpot, 20);
        Assert.Equal("none in a", Figure(RunComparer.Compare(a, b, Five), "tpot", "p50").Absence);
    }

    [Fact]
    public void Where_no_time_could_be_judged_the_verdict_is_too_few_samples()
    {
        var (a, b) = (Series.Run(15, 1), Series.Run(15, 2, slowdown: 10));
        foreach (var side in (RunSamples[])[a, b])
        {
            for (var i = 0; i < 400; i++)
                side.All.AddEnding(300 + i, hasFailed: false);
        }

        var comparison = RunComparer.Compare(a, b, Five);
        Assert.Equal(ComparisonVerdict.NoEvidence, Failed(comparison).Verdict);
        Assert.Equal(ComparisonVerdict.TooFewSamples, comparison.Verdict);
        Assert.Equal("too few samples to say anything of times; 1 of 7 figures could be judged", ComparisonWords.Sentence(comparison));
        // What is better besides is said, and makes no verdict of times; what is worse does.
        var failing = Series.Run(15, 3);
        foreach (var noise in Series.Alike(400, 0, 5))
            failing.All.AddEnding(300 + failing.All.Requests, hasFailed: noise > 0.5);
        Assert.Matches(@"^too few samples to say anything of times; 1 of 7 figures could be judged; better: failed -\d", ComparisonWords.Sentence(RunComparer.Compare(failing, b, Five)));
        Assert.Equal(ComparisonVerdict.Worse, RunComparer.Compare(b, failing, Five).Verdict);
        Assert.Equal("no evidence of a difference of 5.0% or more; 5 of 7 figures could be judged", ComparisonWords.Sentence(RunComparer.Compare(Series.Run(300, 1), Series.Run(300, 1, change: Series.Another), Five)));
    }

    [Fact]
    public void Run_against_itself_is_said_to_be_one()
    {
        var comparison = RunComparer.Compare(Series.Run(1_000, 1), Series.Run(1_000, 1), Five);
        Assert.True(comparison.IsOneRun);
        Assert.Equal("no evidence of a difference of 5.0% or more: a and b are one run", ComparisonWords.Sentence(comparison));
        Assert.False(RunComparer.Compare(Series.Run(1_000, 1), Series.Run(1_000, 1, change: Series.Another), Five).IsOneRun);
        Assert.False(RunComparer.Compare(LostRuns.Empty(100, isPart: true), LostRuns.Empty(100, isPart: true), Five).IsOneRun);
    }

    private static RunSamples Constant(double ttftMs, string? tokenSource = null)
    {
        var samples = Series.Run(0, (long)ttftMs, change: summary => summary with { Totals = summary.Totals with { TokenSource = tokenSource } });
        for (var i = 0; i < 100; i++)
        {
            samples.All.Add(i * 10, MetricId.Ttft, ttftMs);
            samples.All.AddEnding(i * 10, hasFailed: false);
        }

        return samples;
    }

    private static ComparedFigure Figure(RunComparison comparison, string metric, string statistic) =>
        comparison.Figures.Single(figure => figure.Group is null && figure.Metric == metric && figure.Statistic == statistic);

    private static ComparedFigure Failed(RunComparison comparison) => comparison.Figures.Single(figure => figure.Metric == "error_rate");
}
