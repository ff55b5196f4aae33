using VllmStream.Profiling.Findings;
using VllmStream.Profiling.Metrics;
using VllmStream.Tests.Profiler.Metrics;
using static VllmStream.Tests.Profiler.Metrics.SpreadFactory;

namespace VllmStream.Tests.Profiler.Findings;

/// <summary>When agents and regions are said to see other latencies than each other, and when chance, a mix or a loss may be all there is.</summary>
public sealed class AgentRuleTests
{
    [Fact]
    public void Slow_agent_is_named_with_its_numbers_and_those_of_its_regions_median_agent()
    {
        var finding = Agents(Agent(1, "eu"), Agent(2, "eu", 122), Agent(3, "eu", 240), Agent(4, "us", 300))!;
        Assert.Equal("agent a3 (share 3) sees TTFT p50 240 ms, the median agent of its region eu 122 ms: that is its machine or its path, not the server", finding.Text);
        Assert.StartsWith("vllmstream selftest on that machine", finding.Advice, StringComparison.Ordinal);
        Assert.Equal((3d, 240d, 122d, 1d), (finding.Evidence!["share"], finding.Evidence["ttft_p50_ms"], finding.Evidence["usual_ttft_p50_ms"], finding.Evidence["agents_like_that"]));
    }

    [Fact]
    public void Of_several_the_farthest_is_named_and_the_others_are_counted()
    {
        var finding = Agents([.. Enumerable.Range(1, 7).Select(share => Agent(share, "", share switch { 2 => 200, 5 => 260, 6 => 190, _ => 120 }))])!;
        Assert.Equal("agent a5 (share 5) sees TTFT p50 260 ms, the median agent of the run 120 ms: that is its machine or its path, not the server; 2 more agents are like that", finding.Text);
    }

    [Fact]
    public void Agent_that_is_faster_than_most_is_named_only_where_none_is_slower()
    {
        var finding = Agents(Agent(1, "eu", 60), Agent(2, "eu"), Agent(3, "eu"))!;
        Assert.StartsWith("agent a1 (share 1) sees TTFT p50 60 ms, the median agent of its region eu 120 ms", finding.Text, StringComparison.Ordinal);
        Assert.StartsWith("what answers it", finding.Advice, StringComparison.Ordinal);
        Assert.StartsWith("agent a2 ", Agents(Agent(1, "eu", 60), Agent(2, "eu"))!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Gaps_between_tokens_count_as_well()
    {
        var finding = Agents(Agent(1), Agent(2), Agent(3, itlMs: 31))!;
        Assert.StartsWith("agent a3 (share 3) sees ITL p50 31 ms, the median agent of the run 20.6 ms", finding.Text, StringComparison.Ordinal);
        Assert.Equal(20.6, finding.Evidence!["usual_itl_p50_ms"]);
        Assert.Null(Agents(Agent(1), Agent(2), Agent(3, itlMs: 25.7)));
    }

    [Theory]
    [InlineData(120, 151, 200, true, "a quarter and more")]
    [InlineData(120, 149, 200, false, "less than a quarter")]
    [InlineData(10, 19, 200, false, "less than 10 ms")]
    [InlineData(120, 240, 99, false, "too few requests")]
    [InlineData(120, 240, 100, true, "just enough")]
    public void Difference_must_be_of_a_size_and_of_enough_requests(double usualMs, double slowMs, long requests, bool isSaid, string why) =>
        Assert.True(isSaid == Agents(Agent(1, ttftMs: usualMs, ok: requests), Agent(2, ttftMs: usualMs, ok: requests), Agent(3, ttftMs: slowMs, ok: requests)) is not null, why);

    [Fact]
    public void What_chance_does_to_medians_of_so_many_is_no_difference()
    {
        // Spread over a factor of 30 between median and p99, the median of 100 strays by a fifth.
        AgentFigures Wide(int share, double ttftMs, long ok) => Agent(share, "", ttftMs, ok) with { TtftP99Ms = 30 * ttftMs };
        Assert.Null(Agents(Wide(1, 120, 100), Wide(2, 120, 100), Wide(3, 220, 100)));
        Assert.NotNull(Agents(Wide(1, 120, 2_000), Wide(2, 120, 2_000), Wide(3, 220, 2_000)));
    }

    [Fact]
    public void Median_between_two_kinds_of_request_moves_alone_and_is_no_difference() =>
        Assert.Null(Agents(Agent(1) with { TtftP99Ms = 1_000 }, Agent(2) with { TtftP99Ms = 1_010 }, Agent(3, "", 900) with { TtftP99Ms = 1_020 }));

    [Fact]
    public void Lost_agents_and_those_that_ended_before_the_others_are_left_out()
    {
        Assert.Null(Agents(Agent(1), Agent(2), Agent(3, "", 240) with { Verdict = AgentFigures.Lost }));
        Assert.Null(Agents(Agent(1), Agent(2), Agent(3, "", 240) with { Verdict = "INTERRUPTED" }));
        Assert.NotNull(Agents([.. new[] { Agent(1), Agent(2), Agent(3, "", 240) }.Select(agent => agent with { Verdict = "INTERRUPTED" })]));
    }

    [Fact]
    public void Regions_are_held_apart_and_one_agent_is_not_compared()
    {
        Assert.Null(Agents(Agent(1, "eu"), Agent(2, "us", 240)));
        Assert.Null(Agents(Agent(1, "eu", 240)));
    }

    [Fact]
    public void Distance_of_a_region_is_told_in_milliseconds()
    {
        var finding = Regions(Agent(1, "eu"), Agent(2, "us", 190), Agent(3, "asia", 160))!;
        Assert.Equal("info", finding.Level);
        Assert.Equal("TTFT p50 is 190 ms from us and 120 ms from eu: 70 ms more, as distance makes it (ITL p50 20.6 and 20.6 ms)", finding.Text);
        Assert.Equal((70d, 3d), (finding.Evidence!["difference_ms"], finding.Evidence["regions"]));
    }

    [Fact]
    public void Region_whose_tokens_are_slower_too_is_not_only_far_away() =>
        Assert.EndsWith("and distance alone does not make tokens slower too (ITL p50 31 and 20.6 ms)", Regions(Agent(1, ""), Agent(2, "us", 190, itlMs: 31))!.Text, StringComparison.Ordinal);

    [Theory]
    [InlineData(133, 200, true)]
    [InlineData(129, 200, false)]
    [InlineData(190, 99, false)]
    public void Regions_differ_from_a_size_and_a_number_of_requests_on(double farMs, long requests, bool isSaid) =>
        Assert.Equal(isSaid, Regions(Agent(1, "eu", 120, 20 * requests), Agent(2, "us", farMs, requests == 200 ? 20 * requests : requests)) is not null);

    private static Finding? Agents(params AgentFigures[] agents) => FindingTable.Find("agent_skew")!.Judge(SpreadFactory.Of(agents));

    private static Finding? Regions(params AgentFigures[] agents) => FindingTable.Find("region_skew")!.Judge(SpreadFactory.Of(agents));
}
