using System.Xml.Linq;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Reporting;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Reporting;

public sealed class JUnitReportTests
{
    private static RunSummary Summary(Judgement? judgement = null) => new()
    {
        Run = SummaryFactory.Description(),
        Judgement = judgement ?? new Judgement(Verdict.Valid, 99, null, "1 of 2 checks failed"),
        Totals = new RunTotals { Whole = new ThroughputFigures { DurationMs = 12_345 } },
        Checks =
        [
            new CheckResult("ttft.p99 < 800ms", true, 561, "ms", null, null, "ttft", "p99", ComparisonOperator.Less, 800),
            new CheckResult("error_rate < 1%", false, 0.013, "ratio", null, null, "error_rate", null, ComparisonOperator.Less, 0.01),
        ],
    };

    [Fact]
    public void Run_and_each_check_are_test_cases()
    {
        var suite = XDocument.Parse(JUnitReport.Of(Summary())).Root!.Element("testsuite")!;
        Assert.Equal(("3", "1", "0", "12.345"), ((string)suite.Attribute("tests")!, (string)suite.Attribute("failures")!, (string)suite.Attribute("errors")!, (string)suite.Attribute("time")!));
        Assert.Equal(["run is valid", "ttft.p99 < 800ms", "error_rate < 1%"], suite.Elements("testcase").Select(test => (string)test.Attribute("name")!));
        var failure = Assert.Single(suite.Descendants("failure"));
        Assert.Equal("error_rate < 1%: 1.3%", (string)failure.Attribute("message")!);
        Assert.Equal("error_rate < 1%", (string)failure.Parent!.Attribute("name")!);
        Assert.Empty(suite.Descendants("error"));
    }

    [Fact]
    public void Run_that_is_not_valid_is_an_error()
    {
        var suite = XDocument.Parse(JUnitReport.Of(Summary(new Judgement(Verdict.NotValid, 4, "client saturated", "not valid")))).Root!.Element("testsuite")!;
        Assert.Equal("1", (string)suite.Attribute("errors")!);
        Assert.Equal("NOT VALID: client saturated", (string)Assert.Single(suite.Descendants("error")).Attribute("message")!);
    }

    [Fact]
    public void Text_that_xml_cannot_hold_does_not_break_it()
    {
        var suite = XDocument.Parse(JUnitReport.Of(Summary(new Judgement(Verdict.Failed, 5, "server said \u0000\u001b[31m</testsuite> & \ud83d\ude00", "failed")))).Root!;
        Assert.Equal("FAILED: server said   [31m</testsuite> & \ud83d\ude00", (string)suite.Descendants("error").Single().Attribute("message")!);
    }
}
