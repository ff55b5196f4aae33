using VllmStream.Profiling.Api;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Workload;

namespace VllmStream.Tests.Profiler.Workload;

public sealed class PairPlanTests
{
    private static readonly ServerTerms Salted = new("m", OptionalFields.StreamOptions | OptionalFields.CacheSalt);
    private static readonly ServerTerms Bare = new("m", OptionalFields.None);

    [Fact]
    public void Pair_has_one_streamed_member_and_every_second_pair_begins_with_it()
    {
        var first = Enumerable.Range(0, 1_000).Select(pair => PairPlan.IsStreamed(7, 2 * pair)).ToArray();
        Assert.All(Enumerable.Range(0, 1_000), pair => Assert.NotEqual(PairPlan.IsStreamed(7, 2 * pair), PairPlan.IsStreamed(7, 2 * pair + 1)));
        // Of each two pairs one begins with the stream; which of them is chance, so that prompts taken in turn meet both orders.
        Assert.All(Enumerable.Range(0, 500), two => Assert.NotEqual(first[2 * two], first[2 * two + 1]));
        Assert.InRange(Enumerable.Range(0, 500).Count(two => first[2 * two]), 200, 300);
        Assert.NotEqual(first, Enumerable.Range(0, 1_000).Select(pair => PairPlan.IsStreamed(8, 2 * pair)));
    }

    [Fact]
    public void Members_ask_the_same_but_for_the_mode_and_the_salt()
    {
        var plan = Plan(new WorkloadOptions { InputTokens = new LengthSpec(40, 10), OutputTokens = new LengthSpec(30, 9), Temperature = 0.5 }, Salted);
        Assert.Equal(["chat_stream", "chat_nonstream"], plan.Groups);
        for (var pair = 0; pair < 50; pair++)
        {
            var (streamed, whole) = Members(plan, pair);
            Assert.Equal((true, false), (streamed.Stream, whole.Stream));
            Assert.Equal(streamed.Prompt.ToString(), whole.Prompt.ToString());
            Assert.Equal((streamed.MaxTokens, streamed.AskedTokens, streamed.Temperature), (whole.MaxTokens, whole.AskedTokens, whole.Temperature));
            Assert.NotEqual(streamed.CacheSalt, whole.CacheSalt);
            Assert.Equal(streamed.CacheSalt!.Length, whole.CacheSalt!.Length);
        }
        Assert.Equal(50, Enumerable.Range(0, 50).Select(pair => Members(plan, pair).Streamed.Prompt.ToString()).Distinct().Count());
    }

    [Theory]
    [InlineData(256)]
    [InlineData(3)]
    public void Made_up_prompts_without_salts_begin_otherwise_and_are_as_long(int tokens)
    {
        var plan = Plan(new WorkloadOptions { InputTokens = new LengthSpec(tokens, 0) }, Bare);
        var differ = 0;
        for (var pair = 0; pair < 20; pair++)
        {
            var (streamed, whole) = Members(plan, pair);
            string[] a = streamed.Prompt.ToString().Split(' '), b = whole.Prompt.ToString().Split(' ');
            Assert.Equal((tokens, tokens), (a.Length, b.Length));
            Assert.Equal(streamed.Prompt.ToString().Length, whole.Prompt.ToString().Length);
            Assert.Equal(a.Skip(8), b.Skip(8));
            differ += a.Take(8).SequenceEqual(b.Take(8)) ? 0 : 1;
        }
        Assert.Equal(20, differ);
    }

    [Fact]
    public void Shared_beginning_is_shared_by_the_members_of_a_mode_and_not_with_the_other()
    {
        var plan = Plan(new WorkloadOptions { InputTokens = new LengthSpec(20, 0), Prefix = new PrefixSpec(30, 1) }, Bare);
        string[] streamed = [.. Enumerable.Range(0, 5).Select(pair => Beginning(Members(plan, pair).Streamed))];
        string[] whole = [.. Enumerable.Range(0, 5).Select(pair => Beginning(Members(plan, pair).Whole))];
        Assert.Equal((1, 1), (streamed.Distinct().Count(), whole.Distinct().Count()));
        Assert.NotEqual(streamed[0], whole[0]);

        static string Beginning(RequestSpec spec) => string.Join(' ', spec.Prompt.ToString().Split(' ').Take(30));
    }

    [Fact]
    public void Given_prompts_come_in_turn_by_the_pair_behind_nonces_of_one_length()
    {
        var plan = Plan(new WorkloadOptions { Prompts = ["one", "two"] }, Bare);
        for (var pair = 0; pair < 4; pair++)
        {
            var (streamed, whole) = Members(plan, pair);
            Assert.Matches($"^\\[[0-9a-f]{{16}}\\] {(pair % 2 == 0 ? "one" : "two")}$", streamed.Prompt.ToString());
            Assert.Equal(streamed.Prompt.ToString()[18..], whole.Prompt.ToString()[18..]);
            Assert.NotEqual(streamed.Prompt.ToString(), whole.Prompt.ToString());
        }
    }

    [Fact]
    public void Reused_prompts_are_the_same_for_both_and_in_every_stage()
    {
        var plan = Plan(new WorkloadOptions { ReusePrompts = true }, Bare);
        var (streamed, whole) = Members(plan, 1);
        Assert.Equal(streamed.Prompt.ToString(), whole.Prompt.ToString());
        var later = plan.MemberOf(new PlanPlace(22, RunStage.Warmup, 2)).SpecOf(new PlanPlace(22, RunStage.Warmup, 2), null);
        Assert.Equal(streamed.Prompt.ToString(), later.Prompt.ToString());
    }

    private static RequestPlan Plan(WorkloadOptions workload, ServerTerms terms) => new(workload with { Mode = RequestMode.Paired, Seed = 7 }, terms);

    private static (RequestSpec Streamed, RequestSpec Whole) Members(RequestPlan plan, long pair)
    {
        RequestSpec[] specs = [.. ((long[])[2 * pair, 2 * pair + 1]).Select(number => new PlanPlace(number, RunStage.FirstMeasured, number)).Select(place => plan.MemberOf(place).SpecOf(place, null))];
        return specs[0].Stream ? (specs[0], specs[1]) : (specs[1], specs[0]);
    }
}
