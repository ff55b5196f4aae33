using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Reporting;
using VllmStream.Tests.Profiler.Metrics;
using VllmStream.Tests.Profiler.Output;

namespace VllmStream.Tests.Profiler.Reporting;

public sealed class SummaryMarkdownTests
{
    [Fact]
    public void Agents_and_regions_are_the_golden_ones()
    {
        var agents = SpreadFactory.Small.Agents.Append(SpreadFactory.Agent(5, "eu") with { Name = "<img src=x> | @all" });
        Repository.AssertIsFile("tests/Profiler/Reporting/Golden/agents.md", SummaryMarkdown.Of(SpreadFactory.Of([.. agents])));
        Assert.Contains("\n… and 980 more, all VALID\n", SummaryMarkdown.Of(SpreadFactory.Huge), StringComparison.Ordinal);
        Assert.Contains("\n| région-", SummaryMarkdown.Of(SpreadFactory.Huge), StringComparison.Ordinal);
        Assert.DoesNotContain("| agent |", SummaryMarkdown.Of(SpreadFactory.Of()), StringComparison.Ordinal);
    }

    private static MetricBlock Block(double p50) => new() { N = 200, P50 = p50, P90 = p50 * 1.5, P99 = p50 * 2, Max = p50 * 3 };

    [Fact]
    public void Summary_is_the_golden_one_and_nothing_from_outside_is_markup()
    {
        var markdown = SummaryMarkdown.Of(new RunSummary
        {
            Run = SummaryFactory.Description(groups: ["chat_short", "chat_long"]),
            Judgement = new Judgement(Verdict.Valid, 99, null, "1 of 1 checks failed"),
            Checks = [new CheckResult("ttft.p99 < 100ms", false, 376, "ms", null, null, "ttft", "p99", ComparisonOperator.Less, 100)],
            Findings = [new Finding("warning", "queue_grows", "the queue grows by 2.1 requests a second") { Advice = "less load" }],
            Totals = new RunTotals
            {
                Ok = 200, Failed = 4, ErrorRatio = 4.0 / 204, Steady = new ThroughputFigures { OutputTokensPerS = 2590, RequestsPerS = 7.93 },
                Failures = [new FailureFigures("http_error", 4, "503 | <script>alert(1)</script> @all [x](http://evil) `y`")],
            },
            Metrics = new MetricBlocks { TtftMs = Block(188), E2eMs = Block(4_330) },
            Groups = new Dictionary<string, GroupSummary> { ["chat_short"] = new() { Ok = 150, TtftMs = Block(170) }, ["chat_long"] = new() { Ok = 50, Failed = 4, TtftMs = Block(334) } },
        });
        Assert.DoesNotContain("<script", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("@all", markdown, StringComparison.Ordinal);
        Repository.AssertIsFile("tests/Profiler/Reporting/Golden/summary.md", markdown);
    }
}
