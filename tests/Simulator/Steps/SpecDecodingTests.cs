using VllmStream.Simulation;

namespace VllmStream.Tests.Simulator.Steps;

public sealed class SpecDecodingTests
{
    private static readonly StepOptions Costs = new() { BaseUs = 10_000, PerPrefillTokenUs = 0, PerSequenceUs = 0, PerContextTokenUs = 0 };

    [Fact]
    public void Mean_tokens_of_a_step_follow_from_the_acceptance()
    {
        using var server = new VirtualServer(Costs with { SpecDecoding = SpecDecoding.Even(4, 0.7) });
        var requests = Enumerable.Range(0, 20).Select(_ => server.Send(prompt: 10, output: 1000)).ToList();
        server.Advance(100_000);
        var bundles = requests.SelectMany(request => request.Steps.Skip(1)).Where(step => !step.IsLast).ToList();
        Assert.All(bundles, step => Assert.InRange(step.Tokens, 1, 5));
        // 1 + p + p^2 + p^3 + p^4.
        Assert.Equal(2.7731, bundles.Average(step => (double)step.Tokens), 0.08);
        Assert.All(requests, request => Assert.Equal(1000, request.Steps.Sum(step => step.Tokens)));
    }

    [Fact]
    public void Counters_tell_what_was_sent()
    {
        using var server = new VirtualServer(Costs with { SpecDecoding = new SpecDecoding { Acceptance = [0.9, 0.5, 0.1] } });
        var request = server.Send(prompt: 10, output: 3001);
        server.Advance(100_000);
        var bundles = request.Steps.Skip(1).ToList();
        var state = server.State;
        // Where only one token was left to make, nothing is drafted.
        Assert.InRange(bundles.Count - state.Drafts, 0, 1);
        Assert.Equal(bundles.Sum(step => step.Tokens - 1), state.AcceptedAt.Sum());
        for (var position = 0; position < 3; position++)
            Assert.Equal(bundles.Count(step => step.Tokens > position + 1), state.AcceptedAt[position]);
        Assert.InRange(state.DraftTokens, (state.Drafts * 3) - 3, state.Drafts * 3);
    }

    [Fact]
    public void Drafts_count_against_the_budget_of_a_step()
    {
        using var server = new VirtualServer(Costs with { SpecDecoding = SpecDecoding.Even(3, 1), MaxNumBatchedTokens = 10 });
        var requests = Enumerable.Range(0, 5).Select(_ => server.Send(prompt: 2, output: 41)).ToList();
        server.Advance(20);
        // The second step has 4 + 4 + 2 tokens for the first three, and none for the other two.
        Assert.Equal([5, 5, 3, 1, 1], requests.Select(request => request.Steps.Sum(step => step.Tokens)));
    }
}
