using System.Text.Json;
using VllmStream.Profiling.Comparing;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Tests.Profiler.Output;

namespace VllmStream.Tests.Profiler.Comparing;

public sealed class ComparisonTextTests
{
    private static RunComparison Sample()
    {
        var (a, b) = (Series.Run(1_200, 1), Series.Run(1_200, 2, slowdown: 1.2, change: summary => summary with { Run = summary.Run with { Run = "0002", Model = "Other|8B" } }));
        foreach (var side in (RunSamples[])[a, b])
        {
            foreach (var (group, ms) in ((string, double)[])[("chat_short", 100), ("chat_long", 400)])
            {
                for (var i = 0; i < 200; i++)
                {
                    side.Group(group).AddEnding(i * 10, hasFailed: false);
                    side.Group(group).Add(i * 10, MetricId.Ttft, ms * (side == b && group == "chat_long" ? 1.3 : 1) + i % 7);
                }
            }
        }

        return RunComparer.Compare(a, b, new ComparisonOptions());
    }

    [Fact]
    public void Text_is_the_golden_one_and_80_wide()
    {
        using var text = new StringWriter { NewLine = "\n" };
        ComparisonPage.Write(Sample(), text, new SummaryTextOptions());
        Assert.All(text.ToString().Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Repository.AssertIsFile("tests/Profiler/Comparing/Golden/text.txt", text.ToString());
    }

    [Fact]
    public void Markdown_is_the_golden_one() => Repository.AssertIsFile("tests/Profiler/Comparing/Golden/markdown.md", ComparisonMarkdown.Of(Sample()));

    [Fact]
    public void Json_has_every_figure_and_the_verdict()
    {
        var comparison = Sample();
        using var json = JsonDocument.Parse(ComparisonJson.Of(comparison));
        var root = json.RootElement;
        Assert.Equal("worse", root.GetProperty("verdict").GetString());
        Assert.Equal("Other|8B", root.GetProperty("differences").EnumerateArray().Single(item => item.GetProperty("what").GetString() == "model").GetProperty("b").GetString());
        Assert.Equal(comparison.Figures.Count, root.GetProperty("figures").GetArrayLength());
        var first = root.GetProperty("figures")[0];
        Assert.Equal("ttft", first.GetProperty("metric").GetString());
        Assert.Equal("lower_is_better", first.GetProperty("direction").GetString());
        Assert.Equal(comparison.Figures[0].Low, first.GetProperty("low").GetDouble());
    }

    [Fact]
    public void Wide_interval_of_a_share_leaves_two_blanks_and_the_line_80_wide()
    {
        var (a, b) = (Series.Run(400, 1, failed: 0.1), Series.Run(400, 2, failed: 0.3));
        using var text = new StringWriter { NewLine = "\n" };
        ComparisonPage.Write(RunComparer.Compare(a, b, new ComparisonOptions()), text, new SummaryTextOptions());
        var line = Assert.Single(text.ToString().Split('\n'), line => line.StartsWith("failed", StringComparison.Ordinal));
        Assert.Matches(@"^failed +[\d.]+%  +[\d.]+%  +\+[\d.]+ pp  +\+[\d.]+ \.\. \+[\d.]+ pp  worse$", line);
        Assert.InRange(line.Length, 60, 80);
        var widest = new ComparedFigure { Metric = "error_rate", Unit = "ratio", IsRelative = false, Change = -0.00123, Low = -0.00234, High = 0.00456 };
        Assert.Equal("-0.234 .. +0.456 pp", ComparisonWords.Interval(widest));
    }

    [Fact]
    public void Too_few_stands_only_where_samples_are_the_matter()
    {
        var (few, none) = (Series.Run(500, 1), LostRuns.Empty(500, isPart: true));
        using var text = new StringWriter { NewLine = "\n" };
        ComparisonPage.Write(RunComparer.Compare(few, none, new ComparisonOptions()), text, new SummaryTextOptions());
        Assert.Matches(@"\nTTFT     p50 ms +\d+ +- +- +-  none in b\n", text.ToString());
        Assert.Matches(@"\nE2E      p99 [a-z]+ .* too few  500 samples, 1000 needed\n", text.ToString());
        Assert.Contains(">not judged: none in b<", Profiling.Comparing.Html.ComparisonHtml.Of(RunComparer.Compare(few, none, new ComparisonOptions())), StringComparison.Ordinal);
    }

    [Fact]
    public void Chance_is_promised_only_where_both_were_sent_the_same()
    {
        const string Promise = "find a difference by chance in at most one comparison of twenty";
        var (other, same) = (Sample(), RunComparer.Compare(Series.Run(1_000, 1), Series.Run(1_000, 1, 1.1, change: Series.Another), new ComparisonOptions()));
        Assert.Equal((false, true), (other.IsSameTraffic, same.IsSameTraffic));
        foreach (var page in Pages(same))
            Assert.Contains(Promise, page, StringComparison.Ordinal);
        foreach (var page in Pages(other))
        {
            Assert.DoesNotContain(Promise, page, StringComparison.Ordinal);
            Assert.Contains("more of them near the server's capacity, since the two were not sent the same requests (one --seed and one load)", page.Replace("&#39;", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Where_something_speaks_against_the_two_no_figure_has_a_word()
    {
        var bad = Series.Run(1_200, 2, slowdown: 1.5, change: summary => summary with { Judgement = new Judgement(Verdict.NotValid, 4, "client saturated", "not valid") });
        var good = Series.Run(1_200, 1);
        foreach (var side in (RunSamples[])[good, bad])
        {
            foreach (var group in (string[])["chat", "long"])
            {
                for (var i = 0; i < 200; i++)
                    side.Group(group).AddEnding(i, hasFailed: side == bad);
            }
        }

        var comparison = RunComparer.Compare(good, bad, new ComparisonOptions());
        Assert.All(comparison.Figures, figure => Assert.Null(figure.Verdict));
        Assert.NotNull(comparison.Figures[0].Low);
        foreach (var page in Pages(comparison))
        {
            Assert.DoesNotContain(page.Split('\n'), line => line.EndsWith("worse", StringComparison.Ordinal) || line.Contains("worse |", StringComparison.Ordinal) || line.Contains("says worse", StringComparison.Ordinal));
            Assert.DoesNotContain("by chance in", page, StringComparison.Ordinal);
            Assert.DoesNotContain("no evidence of a difference", page, StringComparison.Ordinal);
        }

        using var json = JsonDocument.Parse(ComparisonJson.Of(comparison));
        Assert.All(json.RootElement.GetProperty("figures").EnumerateArray(), figure => Assert.Equal(JsonValueKind.Null, figure.GetProperty("verdict").ValueKind));
    }

    // As one line, where a sentence is not broken.
    private static string[] Pages(RunComparison comparison)
    {
        using var text = new StringWriter { NewLine = "\n" };
        ComparisonPage.Write(comparison, text, new SummaryTextOptions());
        var sentences = text.ToString().Replace("\n         ", " ", StringComparison.Ordinal);
        return [sentences, ComparisonMarkdown.Of(comparison), Profiling.Comparing.Html.ComparisonHtml.Of(comparison)];
    }

    [Fact]
    public void Run_that_is_not_valid_gets_no_verdict()
    {
        var bad = Series.Run(1_200, 2, slowdown: 1.5, change: summary => summary with { Judgement = new Judgement(Verdict.NotValid, 4, "client saturated", "not valid") });
        var comparison = RunComparer.Compare(Series.Run(1_200, 1), bad, new ComparisonOptions());
        Assert.Equal(["b is NOT VALID: client saturated"], comparison.Objections);
        using var json = JsonDocument.Parse(ComparisonJson.Of(comparison));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("verdict").ValueKind);
        Assert.StartsWith("### None: b is NOT VALID", ComparisonMarkdown.Of(comparison), StringComparison.Ordinal);
    }
}
