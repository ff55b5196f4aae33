using VllmStream.Profiling.Metrics;
using VllmStream.Tests.Profiler.Metrics;
using static VllmStream.Tests.Profiler.Metrics.SpreadFactory;

namespace VllmStream.Tests.Profiler.Reporting;

public sealed class AgentSectionTests
{
    [Fact]
    public void Page_has_every_agent_and_region_and_what_is_wrong_with_one()
    {
        var section = PageDocument.OfSummary(Small).Section("agents");
        var rows = section.Descendants("tr").Select(row => string.Join(' ', row.Elements().Select(cell => cell.Value))).ToArray();
        Assert.Equal(["region", "eu", "us", "agent", "a2", "a3", "a1", "a4"], rows.Select(row => row.Split(' ')[0]));
        Assert.Contains("LOST: nothing was heard of it for 4.2 s; what it had reported (130 sent, 120 ok, 3 failed) is in no total", rows[4], StringComparison.Ordinal);
        Assert.Contains("NOT VALID: send lag p99 48 ms; read lag p99 21 ms", rows[5], StringComparison.Ordinal);
        Assert.Contains("start: all within 0.4 ms of the agreed instant", section.Value, StringComparison.Ordinal);
        Assert.Contains("/var/runs/a4.ndjson", rows[7], StringComparison.Ordinal);
        Assert.Equal(1_001 + 21, PageDocument.OfSummary(Huge).Section("agents").Descendants("tr").Count());
    }

    [Fact]
    public void Names_and_reasons_of_agents_are_no_markup()
    {
        const string Hostile = "</td><img src=x onerror=alert(1)>";
        var agent = Agent(1, Hostile) with { Name = Hostile, Why = Hostile, File = Hostile, Verdict = Hostile };
        var page = PageDocument.OfSummary(SpreadFactory.Of(agent, agent with { Share = 2, Region = "eu" }));
        Assert.DoesNotContain(page.Root.Descendants(), element => element.Name.LocalName == "img");
        Assert.Contains(Hostile, page.Section("agents").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_of_one_machine_says_so() => Assert.Equal("Agentsthe run was that of one machine", PageDocument.OfSummary(SpreadFactory.Of()).Section("agents").Value.Trim().ReplaceLineEndings(""));
}
