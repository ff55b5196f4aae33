using System.Text.Json;
using VllmStream.Profiling.Comparing;
using VllmStream.Profiling.Comparing.Html;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Tests.Profiler.Comparing;

/// <summary>What the base has and the other side has no more.</summary>
public sealed class LostFigureTests
{
    [Fact]
    public void Server_that_answers_nothing_is_worse_however_soon_it_does()
    {
        var comparison = Compare(Series.Run(1_200, 1), LostRuns.Empty(1_200));
        Assert.Equal(ComparisonVerdict.Worse, comparison.Verdict);
        Assert.Matches(@"^b is worse: TTFT none in b; and better: E2E p50 -\d\d", ComparisonWords.Sentence(comparison));
        Assert.All(comparison.Figures.Where(figure => figure.Metric == "ttft"), figure => Assert.Equal((ComparisonVerdict.Worse, "none in b", null, true), (figure.Verdict, figure.Absence, figure.Change, figure.IsBad)));
        Assert.Equal(3, comparison.Figures.Count(figure => figure.Metric == "ttft"));
    }

    [Fact]
    public void What_only_b_has_is_no_verdict()
    {
        var comparison = Compare(LostRuns.Empty(1_200), Series.Run(1_200, 1));
        Assert.All(comparison.Figures.Where(figure => figure.Metric == "ttft"), figure => Assert.Equal((ComparisonVerdict.TooFewSamples, "none in a", false), (figure.Verdict, figure.Absence, figure.IsTooFew)));
    }

    [Fact]
    public void What_few_had_or_few_were_asked_for_is_not_lost()
    {
        foreach (var comparison in (RunComparison[])[Compare(Series.Run(15, 1), LostRuns.Empty(1_200)), Compare(Series.Run(1_200, 1), LostRuns.Empty(15))])
            Assert.All(comparison.Figures.Where(figure => figure.Metric == "ttft"), figure => Assert.Equal(ComparisonVerdict.TooFewSamples, figure.Verdict));
        // 500 of either say something of the median and not of p99.
        Assert.Equal([ComparisonVerdict.Worse, ComparisonVerdict.Worse, ComparisonVerdict.TooFewSamples], Compare(Series.Run(500, 1), LostRuns.Empty(500)).Figures.Where(figure => figure.Metric == "ttft").Select(figure => figure.Verdict!.Value));
    }

    [Fact]
    public void Other_kinds_of_requests_lose_nothing()
    {
        foreach (var other in (RunSamples[])[LostRuns.Empty(1_200, isPart: true), LostRuns.Empty(1_200, mode: "nonstream")])
            Assert.All(Compare(Series.Run(1_200, 1), other).Figures.Where(figure => figure.Metric == "ttft"), figure => Assert.Equal(ComparisonVerdict.TooFewSamples, figure.Verdict));
    }

    [Fact]
    public void Rate_that_falls_to_nothing_or_nearly_is_worse()
    {
        var quick = LostRuns.Seconds(1, _ => 10, _ => 500);
        var none = Compare(quick, LostRuns.Seconds(2, _ => 0, _ => 0));
        Assert.All(Rates(none), figure => Assert.Equal((ComparisonVerdict.Worse, -1d, -1d, -1d), (figure.Verdict, figure.Change, figure.Low, figure.High)));
        Assert.Contains("requests -100%, output -100%", ComparisonWords.Sentence(none), StringComparison.Ordinal);
        var nearly = Compare(quick, LostRuns.Seconds(2, i => i % 30 == 7 ? 1 : 0, i => i % 30 == 7 ? 2 : 0));
        Assert.All(Rates(nearly), figure => Assert.Equal((ComparisonVerdict.Worse, true), (figure.Verdict, figure is { Change: < -0.95, Low: >= -1, High: < -0.5 })));
        // From nothing to something there is no ratio.
        Assert.All(Rates(Compare(LostRuns.Seconds(2, _ => 0, _ => 0), quick)), figure => Assert.Equal((ComparisonVerdict.TooFewSamples, "0 in one of them: no ratio"), (figure.Verdict, figure.Absence)));
    }

    [Fact]
    public void Tokens_that_nobody_could_count_any_more_are_lost_whatever_the_source_was()
    {
        var (counted, silent) = (LostRuns.Seconds(1, _ => 10, _ => 500), LostRuns.Seconds(2, _ => 10, _ => null, tokenSource: null));
        for (var i = 0; i < 200; i++)
            counted.All.Add(i * 20, MetricId.Tpot, 20);
        var comparison = Compare(counted, silent);
        Assert.Equal((ComparisonVerdict.Worse, "none in b", null), (Rates(comparison)[^1].Verdict, Rates(comparison)[^1].Absence, Rates(comparison)[^1].B));
        Assert.Equal((ComparisonVerdict.Worse, "none in b"), (comparison.Figures.First(figure => figure.Metric == "tpot").Verdict, comparison.Figures.First(figure => figure.Metric == "tpot").Absence));
        Assert.Contains("TPOT none in b, output none in b", ComparisonWords.Sentence(comparison), StringComparison.Ordinal);
        Assert.DoesNotContain(Compare(silent, counted).Figures, figure => figure.Metric == "output_tokens_per_s");
    }

    [Fact]
    public void Every_page_says_what_is_lost()
    {
        var comparison = Compare(Series.Run(1_200, 1), LostRuns.Empty(1_200));
        using var text = new StringWriter { NewLine = "\n" };
        ComparisonPage.Write(comparison, text, new SummaryTextOptions());
        Assert.Matches(@"\nTTFT     p50 ms +\d+ +- +- +none in b  worse\n", text.ToString());
        Assert.Contains("| 🔴 worse: none in b |", ComparisonMarkdown.Of(comparison), StringComparison.Ordinal);
        Assert.Contains(">worse: none in b<", ComparisonHtml.Of(comparison), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(ComparisonJson.Of(comparison));
        var first = json.RootElement.GetProperty("figures")[0];
        Assert.Equal(("worse", "none in b", JsonValueKind.Null), (first.GetProperty("verdict").GetString(), first.GetProperty("absence").GetString(), first.GetProperty("change").ValueKind));
    }

    private static ComparedFigure[] Rates(RunComparison comparison) => [.. comparison.Figures.Where(figure => figure.Metric is "requests_per_s" or "output_tokens_per_s")];

    private static RunComparison Compare(RunSamples a, RunSamples b) => RunComparer.Compare(a, b, new ComparisonOptions());
}
