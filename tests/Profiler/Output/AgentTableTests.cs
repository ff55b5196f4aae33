using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Tests.Profiler.Metrics;
using static VllmStream.Tests.Profiler.Metrics.SpreadFactory;

namespace VllmStream.Tests.Profiler.Output;

/// <summary>What the summary says of agents; how it looks is in its golden files.</summary>
public sealed class AgentTableTests
{
    [Fact]
    public void Lost_agent_says_why_and_that_its_report_is_in_no_total_and_columns_add_up()
    {
        var text = Text(Small);
        Assert.Matches(@"\na2 +us +2 +- +- +- +-  LOST\n {9}nothing was heard", text);
        Assert.Contains(" LOST nothing was heard of it for 4.2 s; what it had reported (130 sent, 120 ok, 3 failed) is in no total a3 ", Flat(text), StringComparison.Ordinal);
        Assert.Contains("it had reported nothing", Text(SpreadFactory.Of(Agent(1), Agent(2) with { Verdict = AgentFigures.Lost, Sent = null, Ok = null, Failed = null })), StringComparison.Ordinal);
        Assert.Contains("no result of it came; what it had reported (1 ok, 0 failed) is in no total", Flat(Text(SpreadFactory.Of(Agent(1), Agent(2) with { Verdict = AgentFigures.Lost, Sent = null, Ok = 1, Failed = null }))), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_all_that_are_not_valid_are_listed_and_of_the_others_the_worst()
    {
        AgentFigures[] agents = [.. Enumerable.Range(1, 1_000).Select(share => Agent(share, "", 100 + share % 300, 200) with { Failed = share == 500 ? 4 : 0, Verdict = share is 17 or 900 ? "NOT VALID" : share == 33 ? AgentFigures.Lost : share == 5 ? "FAILED" : share == 6 ? "A NEW WORD" : "VALID" })];
        var (shown, left) = AgentSelection.Of(agents, 10);
        Assert.Equal([6, 33, 5, 17, 900, 500, 299, 599, 899, 298], shown.Select(agent => agent.Share));
        Assert.Equal(990, left);
        var text = Text(SpreadFactory.Of(agents));
        Assert.Contains("\n… and 990 more, all VALID\n", text, StringComparison.Ordinal);
        Assert.InRange(text.Split('\n').Length, 20, 50);
        Assert.Equal(30, AgentSelection.Of([.. agents.Take(30).Select(agent => agent with { Verdict = AgentFigures.Lost })], 10).Shown.Count);
    }

    [Theory]
    [InlineData(7_000.0, 9_000.0, false)]
    [InlineData(7_400.0, 9_000.0, true)]
    [InlineData(7_400.0, null, false)]
    [InlineData(null, 9_000.0, false)]
    public void Agent_that_came_near_what_its_machine_takes_is_told(double? events, double? ceiling, bool isTold)
    {
        var text = Flat(Text(SpreadFactory.Of(Agent(1) with { EventsPerS = events, CeilingEventsPerS = ceiling }, Agent(2))));
        Assert.Equal(isTold, text.Contains("it read 7400 token events/s, and its self-test found that its machine takes 9000: more agents, or a smaller share", StringComparison.Ordinal));
    }

    [Fact]
    public void Few_stand_by_their_share() =>
        Assert.Equal([1, 2, 3], AgentSelection.Of([Agent(3, "", 900), Agent(1), Agent(2)], 10).Shown.Select(agent => agent.Share));

    [Fact]
    public void Start_is_one_line_and_names_who_was_off()
    {
        Assert.Contains("\nstart    all within 0.2 ms of the agreed instant (clocks known to 0.1 ms)\n", Text(SpreadFactory.Of(Agent(1), Agent(2))), StringComparison.Ordinal);
        Assert.Contains(
            "start 2 of 3 within 48.0 ms of the agreed instant, a2 (share 2) the farthest from it (clocks known to 0.1 ms) ",
            Flat(Text(SpreadFactory.Of(Agent(1), Agent(2) with { StartErrorMs = -48 }, Agent(3) with { StartErrorMs = null, ClockErrorMs = null }))), StringComparison.Ordinal);
        Assert.Contains("all within 1.23 s of the agreed instant, a1 (share 1)", Flat(Text(SpreadFactory.Of(Agent(1) with { StartErrorMs = 1_234 }, Agent(2)))), StringComparison.Ordinal);
        Assert.DoesNotContain("start", Text(SpreadFactory.Of(Agent(1) with { StartErrorMs = null })), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_heard_is_told_and_nothing_where_all_was()
    {
        Assert.Contains("reports a3 (share 3) was not heard for 3.10 s 3 live reports lost on the way: results make up for them ", Flat(Text(Small)), StringComparison.Ordinal);
        Assert.DoesNotContain("\nreports", Text(SpreadFactory.Of(Agent(1), Agent(2))), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_of_one_machine_has_neither_table_and_one_region_is_no_table()
    {
        Assert.DoesNotContain("agent", Text(SpreadFactory.Of()), StringComparison.Ordinal);
        Assert.DoesNotContain("\nregion", Text(SpreadFactory.Of(Agent(1, "eu"), Agent(2, "eu"))), StringComparison.Ordinal);
        Assert.DoesNotContain("region", Text(SpreadFactory.Of(Agent(1), Agent(2))), StringComparison.Ordinal);
    }

    [Fact]
    public void Agents_and_regions_come_back_from_the_line_as_they_were()
    {
        var line = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(SummaryLine.Of(Small), NdjsonContext.Plain.SummaryLine);
        var back = System.Text.Json.JsonSerializer.Deserialize(line, NdjsonContext.Plain.SummaryLine)!.ToSummary(Small.Run);
        Assert.Equal(Text(Small), Text(back));
        Assert.Equal(Small.Regions, back.Regions);
        Assert.Equal(Small.Agents.Select(agent => agent with { Client = null }), back.Agents.Select(agent => agent with { Client = null }));
    }

    private static string Text(RunSummary summary) => SummaryText.ToText(summary, SummaryTextOptions.Plain);

    private static string Flat(string text) => string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
