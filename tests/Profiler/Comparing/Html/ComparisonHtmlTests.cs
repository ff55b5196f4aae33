using System.Globalization;
using System.Xml.Linq;
using VllmStream.Profiling.Comparing;
using VllmStream.Profiling.Comparing.Html;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Tests.Profiler.Comparing.Foreign;
using VllmStream.Tests.Profiler.Metrics;
using VllmStream.Tests.Profiler.Reporting;
using VllmStream.Tests.Profiler.Reporting.Exchange;

namespace VllmStream.Tests.Profiler.Comparing.Html;

public sealed class ComparisonHtmlTests
{
    [Fact]
    public void Page_has_the_verdict_first_and_its_parts_in_order()
    {
        var page = PageOf(Sample());
        Assert.Equal(["differs", "figures", "groups", "distributions", "sides", "reading"], page.Root.Descendants("section").Select(section => section.Attribute("id")!.Value));
        Assert.True(page.Text.IndexOf("class=\"verdict bad-text\">WORSE<", StringComparison.Ordinal) is > 0 and var verdict && verdict < page.Text.IndexOf("<section", StringComparison.Ordinal));
        Assert.Contains("model", page.Section("differs").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_refers_to_nothing_outside()
    {
        var page = PageOf(Sample());
        Assert.All(page.Root.DescendantsAndSelf().Attributes().Where(attribute => attribute.Name.LocalName is "href" or "src" or "srcset" or "action" or "data"), reference => Assert.StartsWith("#", reference.Value, StringComparison.Ordinal));
        Assert.DoesNotContain(page.Root.Descendants(), element => element.Name.LocalName is "link" or "img" or "iframe" or "object" or "embed" or "base" or "image" or "use");
        Assert.DoesNotContain("url(", Assert.Single(page.Root.Descendants("style")).Value, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_figure_is_a_row_with_its_interval_drawn_and_told()
    {
        var comparison = Sample();
        var page = PageOf(comparison);
        var all = comparison.Figures.Where(figure => figure.Group is null).ToArray();
        var rows = page.Section("figures").Descendants("tbody").Elements("tr").ToArray();
        Assert.Equal(all.Length, rows.Length);
        foreach (var (figure, row) in all.Zip(rows))
        {
            Assert.Equal(ComparisonWords.Label(figure), row.Element("th")!.Value);
            Assert.Contains(ComparisonWords.Change(figure), row.Elements("td").Select(cell => cell.Value));
            var told = Assert.Single(PageDocument.Told(row));
            Assert.Contains($"\na {figure.A!.Value.ToString("R", CultureInfo.InvariantCulture)}", told, StringComparison.Ordinal);
            Assert.Contains($"\n95 % interval {ComparisonWords.Interval(figure)}", told, StringComparison.Ordinal);
            Assert.Equal(ComparisonWords.Of(figure.Verdict), row.Elements("td").Last().Value);
            Assert.Single(row.Descendants("circle"));
        }

        Assert.Equal(2, page.Section("groups").Elements("details").Count());
        Assert.StartsWith("chat_long: TTFT p50 +", page.Section("groups").Element("details")!.Element("summary")!.Value, StringComparison.Ordinal);
        Assert.Equal("open", page.Section("groups").Element("details")!.Attribute("open")?.Value);
    }

    [Fact]
    public void Point_lies_where_its_change_is_and_the_band_is_the_threshold()
    {
        var comparison = Sample();
        var scale = ForestScale.Of(comparison.Figures, comparison.Threshold);
        var row = PageOf(comparison).Section("figures").Descendants("tbody").Elements("tr").First();
        var figure = comparison.Figures[0];
        Assert.Equal(110 + (figure.Change!.Value / scale.Limit * 102), Number(row.Descendants("circle").Single(), "cx"), 0.06);
        var band = row.Descendants("rect").First(rect => rect.Attribute("class")!.Value == "band");
        Assert.Equal(2 * comparison.Threshold / scale.Limit * 102, Number(band, "width"), 0.11);
        var interval = row.Descendants("rect").First(rect => rect.Attribute("class")!.Value == "worse");
        Assert.Equal((figure.High!.Value - figure.Low!.Value) / scale.Limit * 102, Number(interval, "width"), 0.11);
    }

    [Fact]
    public void Distributions_tell_counts_of_both_that_add_up()
    {
        var comparison = Sample();
        var chart = PageOf(comparison).Section("distributions").Elements("div").Elements("figure").Single(figure => figure.Attribute("id")!.Value == "chart-ttft");
        var told = PageDocument.Told(chart);
        var bars = told.Where(text => !text.StartsWith("up to ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(1_200, bars.Sum(text => Count(text, 1)));
        Assert.Equal(1_200, bars.Sum(text => Count(text, 2)));
        Assert.Equal((1_200, 1_200), (Count(told[^1], 1), Count(told[^1], 2)));
        // Nothing of the sort was measured.
        Assert.Contains("no samples", PageOf(comparison).Section("distributions").Elements("div").Elements("figure").Single(figure => figure.Attribute("id")!.Value == "chart-itl").Value, StringComparison.Ordinal);

        static int Count(string text, int line) => int.Parse(text.Split('\n')[line].Split(' ')[1], CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Texts_of_files_are_no_markup()
    {
        const string Hostile = "</script></title></style>\"'><img src=x onerror=alert(1)><svg onload=alert(2)>";
        var side = Series.Run(300, 1, change: summary => summary with { Run = summary.Run with { Run = Hostile, Model = Hostile, Target = Hostile } });
        var other = new RunSamples { Name = Hostile, Summary = Series.Run(1, 2).Summary };
        foreach (var samples in (RunSamples[])[side, other])
        {
            for (var i = 0; i < 60; i++)
                samples.Group(Hostile).AddEnding(i, hasFailed: false);
            samples.Group("other").AddEnding(0, hasFailed: false);
        }

        var page = PageOf(RunComparer.Compare(side, other, new ComparisonOptions()));
        Assert.Contains(Hostile, page.Section("sides").Value, StringComparison.Ordinal);
        Assert.Contains(Hostile, page.Section("groups").Value, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Single(page.Root.Descendants("script"));
        Assert.DoesNotContain(page.Root.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_that_is_not_valid_gives_a_page_without_verdict()
    {
        var bad = Series.Run(1_200, 2, change: summary => summary with { Judgement = new Judgement(Verdict.NotValid, 4, "client saturated", "not valid") });
        var page = PageOf(RunComparer.Compare(Series.Run(1_200, 1), bad, new ComparisonOptions()));
        Assert.Contains("NO VERDICT", page.Root.Value, StringComparison.Ordinal);
        Assert.Contains("b is NOT VALID: client saturated", page.Root.Element("body")!.Element("header")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_of_another_tools_file_says_what_is_not_there()
    {
        using var folder = new ResultFolder();
        var (run, vllm) = folder.WriteBoth(LoggedRun.Mixed(RecordDetail.Gaps));
        var brief = folder.Changed(vllm, "brief.json", ("ttfts", _ => null), ("itls", _ => null), ("errors", _ => null), ("output_lens", _ => null), ("latencies", _ => null));
        var page = PageOf(ResultFolder.Compare(run, brief));
        Assert.Contains("TOO FEW SAMPLES", PageOf(ResultFolder.Compare(run, Uncounted(folder, brief))).Root.Value, StringComparison.Ordinal);
        Assert.All(page.Section("distributions").Elements("div").Elements("figure"), figure => Assert.Contains("statistics only in b", figure.Value, StringComparison.Ordinal));
        Assert.Contains("told on both sides as vllm bench serve defines TTFT", page.Section("differs").Value, StringComparison.Ordinal);
        Assert.Contains("a result file of another tool does not say it", page.Section("sides").Value, StringComparison.Ordinal);
        Assert.Contains(page.Section("figures").Descendants("circle"), circle => circle.Attribute("class")!.Value == "too-few");

        static string Uncounted(ResultFolder folder, string brief) => folder.Changed(brief, "uncounted.json", ("failed", _ => null));
    }

    [Theory]
    [InlineData(0.05, 0.02, 0.2)]
    [InlineData(0.05, 0.35, 0.5)]
    [InlineData(0.001, 0.0, 0.02)]
    [InlineData(0.5, 30, 2)]
    public void Axis_reaches_over_the_band_and_what_is_seen(double threshold, double change, double limit) =>
        Assert.Equal(limit, ForestScale.Of([new ComparedFigure { Metric = "ttft", Unit = "ms", Change = change, Low = change, High = change }], threshold).Limit);

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private static PageDocument PageOf(RunComparison comparison) => PageDocument.Parse(ComparisonHtml.Of(comparison));

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
}
