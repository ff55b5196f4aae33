using VllmStream.Simulation;

namespace VllmStream.Tests.Simulator.Steps;

/// <summary>What happens when blocks are few, and when prompts begin alike.</summary>
public sealed class KvPressureTests
{
    // Only prompt tokens cost something, so that what is computed again shows in the time of a step.
    private static readonly StepOptions Costs = new()
    {
        BaseUs = 10_000, PerPrefillTokenUs = 100, PerSequenceUs = 0, PerContextTokenUs = 0,
        MaxNumSeqs = 8, MaxNumBatchedTokens = 1000, KvBlocks = 1000, Watermark = 0,
    };

    [Fact]
    public void Last_comer_is_preempted_exactly_when_no_block_is_left_and_computes_all_again()
    {
        // Three blocks each for prompts of 40; the fourth is needed for token 49, and there are seven.
        using var server = new VirtualServer(Costs with { KvBlocks = 7 });
        var first = server.Send(prompt: 40, output: 20);
        var second = server.Send(prompt: 40, output: 20);
        server.Advance(10_000);

        // The first gets its fourth block, the second finds none. Both have 9 tokens by then: one of the prefill, eight of 41 to 48.
        var preempted = Assert.Single(second.Course.PreemptedTicks);
        Assert.Empty(first.Course.PreemptedTicks);
        Assert.Equal(1, server.State.Preemptions);
        Assert.Equal(first.DueMs[8], VirtualServer.Ms(preempted), 6);
        Assert.Equal(9, second.Steps.Count(step => step.DueTicks <= preempted));

        // For the 49 tokens it has it needs four blocks, and three are free until the first has ended.
        Assert.Equal(20, first.Steps.Count);
        Assert.Equal(20, second.Steps.Count);
        Assert.Equal(first.DueMs[^1] + 10 + 4.9, second.DueMs[9], 6);
        Assert.Equal(Enumerable.Range(0, 20), second.Steps.Select(step => step.FirstToken));
        Assert.Equal(7, server.State.FreeKvBlocks);
    }

    [Fact]
    public void Nobody_is_preempted_while_blocks_suffice()
    {
        using var server = new VirtualServer(Costs with { KvBlocks = 8 });
        var requests = new[] { server.Send(prompt: 40, output: 20), server.Send(prompt: 40, output: 20) };
        server.Advance(10_000);
        Assert.All(requests, request => Assert.True(request.IsOver));
        Assert.Equal(0, server.State.Preemptions);
    }

    [Fact]
    public void Watermark_keeps_a_new_request_out_unless_it_is_alone()
    {
        // Two of ten blocks are to stay free: 3 + 3 fit under it, 3 more do not; 10 alone do.
        using var server = new VirtualServer(Costs with { KvBlocks = 10, Watermark = 0.2 });
        var requests = Enumerable.Range(0, 3).Select(_ => server.Send(prompt: 40, output: 2)).ToList();
        var whole = server.Send(prompt: 159, output: 1);
        server.Advance(1);
        Assert.Equal((2, 2), (server.State.Running, server.State.Waiting));
        server.Advance(10_000);
        Assert.Equal(requests[0].DueMs[1], requests[2].ScheduledMs);
        Assert.Equal(requests[2].DueMs[1], whole.ScheduledMs);
        Assert.True(whole.IsOver);
    }

    [Fact]
    public void Common_beginning_is_found_block_by_block()
    {
        using var server = new VirtualServer(Costs);
        server.Send(prompt: 100, output: 1, Names(1, 2, 3, 4, 5, 6));
        server.Advance(100);
        var longer = server.Send(prompt: 100, output: 1, Names(1, 2, 3, 40, 50, 60));
        server.Advance(100);
        var other = server.Send(prompt: 100, output: 1, Names(10, 2, 3, 4, 5, 6));
        server.Advance(100);
        // Three blocks of 16 are there; without the first block nothing is.
        Assert.Equal((48, 0), (longer.Course.CachedTokens, other.Course.CachedTokens));
        Assert.Equal(100 + 10 + 5.2, longer.DueMs[0], 6);
        Assert.Equal((300, 48), (server.State.PrefixQueries, server.State.PrefixHits));
    }

    [Fact]
    public void Last_token_of_a_prompt_is_always_computed()
    {
        using var server = new VirtualServer(Costs);
        server.Send(prompt: 32, output: 1, Names(1, 2));
        server.Advance(100);
        var same = server.Send(prompt: 32, output: 1, Names(1, 2));
        server.Advance(100);
        Assert.Equal(16, same.Course.CachedTokens);
    }

    [Fact]
    public void Requests_of_one_step_share_what_one_of_them_computes()
    {
        using var server = new VirtualServer(Costs);
        var first = server.Send(prompt: 40, output: 1, Names(1, 2));
        var second = server.Send(prompt: 40, output: 1, Names(1, 2));
        server.Advance(100);
        Assert.Equal((0, 32), (first.Course.CachedTokens, second.Course.CachedTokens));
        Assert.Equal(10 + 4 + 0.8, second.DueMs[0], 6);
    }

    [Fact]
    public void Freed_blocks_are_used_up_from_the_longest_unused_on()
    {
        using var server = new VirtualServer(Costs with { KvBlocks = 6 });
        Once(1, 2);
        Once(3, 4);
        Once(5, 6);
        // The two blocks of the first prompt must go, the end of it before its beginning; then one of the second.
        Once(7, 8, 9);
        Assert.Equal(0, Once(1, 20));
        Assert.Equal(16, Once(5, 60));

        int Once(params ulong[] names)
        {
            var request = server.Send(prompt: 16 * names.Length, output: 1, names);
            server.Advance(1000);
            Assert.True(request.IsOver);
            return request.Course.CachedTokens;
        }
    }

    [Fact]
    public void Blocks_held_by_nobody_and_by_all_add_up_at_random()
    {
        var random = new SeededRandom(11);
        using var server = new VirtualServer(Costs with { KvBlocks = 30, MaxNumBatchedTokens = 64, SpecDecoding = SpecDecoding.Even(2, 0.5) });
        var requests = new List<VirtualRequest>();
        for (var i = 0; i < 300; i++)
        {
            var length = 1 + (int)(random.NextUnit() * 200);
            var names = Enumerable.Range(0, length / 16).Select(block => SeededRandom.Mix((ulong)block, (ulong)(random.NextUnit() * 1.2)) | 1).ToArray();
            requests.Add(server.Send(length, 1 + (int)(random.NextUnit() * 100), names));
            server.Advance(random.NextUnit() * 200);
            if (random.NextUnit() < 0.1) requests[(int)(random.NextUnit() * requests.Count)].Source.Abort();
        }

        server.Advance(1e9);
        Assert.All(requests, request => Assert.True(request.IsOver));
        Assert.True(server.State.Preemptions > 0);
        Assert.True(server.State.PrefixHits > 0);
        Assert.Equal((0, 0, 30), (server.State.Running, server.State.Waiting, server.State.FreeKvBlocks));
    }

    private static ulong[] Names(params ulong[] names) => names;
}
