using VllmStream.Cli.SelfTesting;

namespace VllmStream.Tests.Cli;

/// <summary>What the self-test says of its steps.</summary>
public sealed class SelfTestRulesTests
{
    private static readonly SelfTestStep Good = new()
    {
        Streams = 50, AskedEventsPerS = 2_300, EventsPerS = 2_300, Joined = 100, TtftErrorP50Ms = 0.2, TtftErrorP99Ms = 1, GapErrorP99Ms = 0.03,
        ArrivalLagP99Ms = 0.05, FirstTokenLagP99Ms = 0.05, RequestLateP99Ms = 0.9, SendLagP99Ms = 0.02, OtherCores = 0.02, SimulatorLateP99Ms = 0.2,
    };

    private static readonly SelfTestStep GoodRate = Good with { Streams = null, RatePerS = 200, AskedEventsPerS = null };

    [Fact]
    public void Quiet_machine_is_ok()
    {
        Assert.Empty(SelfTestRules.Reasons([GoodRate, Good]));
        Assert.Null(SelfTestRules.LimitOf(Good));
    }

    [Fact]
    public void Machine_that_others_use_is_not_valid_and_says_so()
    {
        var reason = Assert.Single(SelfTestRules.Reasons([GoodRate, Good with { OtherCores = 1.4 }]));
        Assert.Contains("other processes keep 1.4 cores busy", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Late_sends_wrong_gaps_and_late_first_tokens_are_told_apart()
    {
        Assert.Collection(
            SelfTestRules.Reasons([GoodRate with { SendLagP99Ms = 74 }, Good with { TtftErrorP99Ms = 71, FirstTokenLagP99Ms = 71, GapErrorP99Ms = 20 }]),
            sends => Assert.Contains("sends late by 74.0 ms", sends, StringComparison.Ordinal),
            ttft => Assert.Contains("first tokens stamped late by 71.0 ms", ttft, StringComparison.Ordinal),
            gaps => Assert.Contains("gaps wrong by 20.0 ms", gaps, StringComparison.Ordinal));
    }

    [Fact]
    public void Simulator_that_cannot_keep_up_at_all_leaves_no_ceiling_to_quote() =>
        Assert.Contains("the simulator could not keep up with the smallest load", SelfTestRules.Reasons([GoodRate, Good with { Limit = "simulator" }]));

    [Fact]
    public void Smallest_load_that_the_simulator_follows_in_one_try_is_followed() =>
        Assert.Empty(SelfTestRules.Reasons([GoodRate, Good with { Limit = "simulator", RequestLateP99Ms = 9 }, Good]));

    [Fact]
    public void What_the_client_does_wrong_counts_in_each_try() =>
        Assert.Collection(
            SelfTestRules.Reasons([GoodRate, Good with { Limit = "client", GapErrorP99Ms = 20, ClientReasons = ["client saturated"] }, Good with { GapErrorP99Ms = 3, ClientReasons = ["client saturated"] }, Good]),
            said => Assert.Equal("client saturated", said),
            gaps => Assert.Contains("gaps wrong by 20.0 ms", gaps, StringComparison.Ordinal));

    [Fact]
    public void What_larger_loads_do_wrong_is_the_ceiling_and_no_reason() =>
        Assert.Empty(SelfTestRules.Reasons([GoodRate, Good, Good with { Streams = 100, Limit = "client", GapErrorP99Ms = 20, ClientReasons = ["client saturated"] }]));

    [Theory]
    [InlineData("", "50 100 200")]
    [InlineData("100", "50 100 100 200")]
    [InlineData("50 50", "50 50 50 100 200")]
    [InlineData("200 200 200", "50 100 200 200 200")]
    [InlineData("50 50 50", "50 50 50")]
    public async Task Load_goes_on_when_one_of_three_tries_is_followed(string failures, string run)
    {
        var left = failures.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToList();
        var steps = new List<SelfTestStep>();
        await SelfTest.RaiseAsync([50, 100, 200], load => Task.FromResult(Good with { Streams = load, Limit = left.Remove(load) ? "simulator" : null }), steps.Add);
        Assert.Equal(run, string.Join(' ', steps.Select(step => step.Streams)));
    }

    [Fact]
    public void Load_that_nobody_could_join_proves_nothing() =>
        Assert.Contains("no request could be held against the simulator's log", SelfTestRules.Reasons([GoodRate, Good with { Joined = 0 }]));

    [Theory]
    [InlineData(20.0, 2_300, 0.03, "simulator")]
    [InlineData(0.2, 1_900, 0.03, "simulator")]
    [InlineData(0.2, 2_300, 5.0, "client")]
    [InlineData(20.0, 2_300, 5.0, "client")]
    public void Limit_is_who_could_not_follow(double simulatorLateMs, double eventsPerS, double gapErrorMs, string limit) =>
        Assert.Equal(limit, SelfTestRules.LimitOf(Good with { SimulatorLateP99Ms = simulatorLateMs, EventsPerS = eventsPerS, GapErrorP99Ms = gapErrorMs }));

    [Fact]
    public void Request_that_the_simulator_takes_late_makes_the_simulator_the_limit() =>
        Assert.Equal("simulator", SelfTestRules.LimitOf(Good with { TtftErrorP99Ms = 654, RequestLateP99Ms = 653 }));

    [Fact]
    public void First_token_that_is_stamped_late_makes_the_client_the_limit() =>
        Assert.Equal("client", SelfTestRules.LimitOf(Good with { TtftErrorP99Ms = 654, FirstTokenLagP99Ms = 653 }));

    [Theory]
    [InlineData(74, 0.03, "client")]
    [InlineData(0.02, 2.0, null)]
    public void Open_loop_is_followed_when_its_sends_are_on_time(double sendLagMs, double gapErrorMs, string? limit) =>
        Assert.Equal(limit, SelfTestRules.LimitOf(GoodRate with { SendLagP99Ms = sendLagMs, GapErrorP99Ms = gapErrorMs }));

    [Fact]
    public void Open_loop_whose_first_tokens_are_stamped_late_or_that_nobody_could_join_is_not_followed()
    {
        Assert.Equal("client", SelfTestRules.LimitOf(GoodRate with { FirstTokenLagP99Ms = 74 }));
        Assert.Equal("client", SelfTestRules.LimitOf(GoodRate with { Joined = 0 }));
    }

    [Fact]
    public void Limit_is_the_client_when_it_says_so_itself() =>
        Assert.Equal("client", SelfTestRules.LimitOf(Good with { ClientReasons = ["client saturated"] }));
}
