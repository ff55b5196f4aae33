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
