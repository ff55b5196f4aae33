using VllmStream.Simulation;

namespace VllmStream.Tests.Simulator.Steps;

/// <summary>Times that follow from the formula of a step, on a clock that jumps.</summary>
public sealed class StepLoopTests
{
    // 10 ms a step, 0.1 ms a prompt token, 1 ms a decoding sequence, 0.01 ms a token of its context.
    private static readonly StepOptions Costs = new()
    {
        BaseUs = 10_000, PerPrefillTokenUs = 100, PerSequenceUs = 1000, PerContextTokenUs = 10,
        MaxNumSeqs = 8, MaxNumBatchedTokens = 100, KvBlocks = 1000, Watermark = 0,
    };

    [Fact]
    public void Request_alone_takes_its_prefill_and_then_a_step_per_token()
    {
        using var server = new VirtualServer(Costs);
        var request = server.Send(prompt: 50, output: 3);
        server.Advance(1000);
        // 10 + 50 x 0.1; then 10 + 1 + 51 x 0.01, and with one more token of context.
        Assert.Equal([15, 26.51, 38.03], request.DueMs);
        Assert.Equal((0, 0), (request.QueuedMs, request.ScheduledMs));
        Assert.True(request.IsOver);
        Assert.Equal(0, server.State.Running);
    }

    [Fact]
    public void Request_that_comes_within_a_step_waits_for_its_end()
    {
        using var server = new VirtualServer(Costs);
        var first = server.Send(prompt: 50, output: 2);
        server.Advance(4);
        var second = server.Send(prompt: 20, output: 1);
        server.Advance(1000);
        Assert.Equal((4, 15), (second.QueuedMs, second.ScheduledMs));
        // Both share the second step: 10 + 20 x 0.1 + 1 + 51 x 0.01.
        Assert.Equal([15, 28.51], first.DueMs);
        Assert.Equal([28.51], second.DueMs);
    }

    [Fact]
    public void Idle_engine_begins_at_once_and_where_the_request_came()
    {
        using var server = new VirtualServer(Costs);
        server.Advance(123);
        var request = server.Send(prompt: 10, output: 1);
        server.Advance(1000);
        Assert.Equal((123, 123), (request.QueuedMs, request.ScheduledMs));
        Assert.Equal([134], request.DueMs);
    }

    [Fact]
    public void Prompt_over_the_budget_is_computed_in_chunks_and_slows_who_decodes()
    {
        using var server = new VirtualServer(Costs);
        var decoding = server.Send(prompt: 10, output: 5);
        server.Advance(5);
        var prompt = server.Send(prompt: 240, output: 1);
        server.Advance(1000);
        // A token of the budget of 100 is the decoding one's: chunks of 99, 99 and 42.
        Assert.Equal([11, 11 + 10 + 9.9 + 1 + .11, 32.01 + 10 + 9.9 + 1 + .12, 53.03 + 10 + 4.2 + 1 + .13, 68.36 + 11 + .14], decoding.DueMs.Select(ms => Math.Round(ms, 6)), new Near());
        Assert.Equal(68.36, Assert.Single(prompt.DueMs), 6);
    }

    [Fact]
    public void Prompts_share_the_budget_first_come_first_served()
    {
        using var server = new VirtualServer(Costs);
        var requests = Enumerable.Range(0, 3).Select(_ => server.Send(prompt: 60, output: 1)).ToList();
        server.Advance(1000);
        // 60 and 40; the other 20 and 60, with 20 unused; nobody decodes.
        Assert.Equal([20, 38, 38], requests.Select(request => request.DueMs[0]));
        Assert.Equal([0, 0, 20], requests.Select(request => request.ScheduledMs));
    }

    [Fact]
    public void Sequences_over_the_limit_wait_until_one_has_ended()
    {
        using var server = new VirtualServer(Costs with { MaxNumSeqs = 2 });
        var requests = Enumerable.Range(0, 3).Select(_ => server.Send(prompt: 10, output: 2)).ToList();
        server.Advance(1);
        Assert.Equal((2, 1), (server.State.Running, server.State.Waiting));
        server.Advance(1000);
        Assert.Equal(requests[0].DueMs[1], requests[2].ScheduledMs);
    }

    [Fact]
    public void Client_that_leaves_makes_room_for_the_next()
    {
        using var server = new VirtualServer(Costs with { MaxNumSeqs = 1 });
        var leaving = server.Send(prompt: 10, output: 1000);
        var waiting = server.Send(prompt: 10, output: 1);
        server.Advance(100);
        leaving.Source.Abort();
        Assert.True(leaving.IsOver);
        server.Advance(100);
        Assert.True(waiting.IsOver);
        Assert.Equal((0, 1000), (server.State.Running, server.State.FreeKvBlocks));
    }

    [Fact]
    public void Front_end_passes_outputs_of_a_step_on_in_slices()
    {
        using var server = new VirtualServer(Costs with { MaxNumSeqs = 64, MaxNumBatchedTokens = 1000, PerOutputUs = 50 });
        var requests = Enumerable.Range(0, 40).Select(_ => server.Send(prompt: 10, output: 1)).ToList();
        server.Advance(1000);
        var step = 10 + (40 * 10 * 0.1);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => step + (i / 16 * 16 * 0.05)), requests.Select(request => request.DueMs[0]), new Near());
        Assert.All(requests, request => Assert.Equal(step, VirtualServer.Ms(request.Course.PrefilledTicks), 6));
    }

    [Fact]
    public void Noise_spreads_the_steps_but_keeps_their_mean()
    {
        using var server = new VirtualServer(Costs with { PerContextTokenUs = 0, Noise = 0.3, NoiseDistribution = JitterDistribution.LogNormal });
        var request = server.Send(prompt: 10, output: 4000);
        server.Advance(100_000);
        var gaps = request.DueMs.Zip(request.DueMs.Skip(1), (a, b) => b - a).ToList();
        Assert.Equal(3999, gaps.Count);
        Assert.InRange(gaps.Average(), 11 * 0.97, 11 * 1.03);
        Assert.InRange(gaps.Average(gap => Math.Pow((gap / 11) - 1, 2)), 0.06, 0.12);
    }

    [Fact]
    public void Same_seed_and_arrivals_give_the_same_outputs()
    {
        var options = Costs with { KvBlocks = 40, Noise = 0.2, NoiseDistribution = JitterDistribution.LogNormal, SpecDecoding = SpecDecoding.Even(3, 0.6) };
        var stall = new StallOptions { Duration = TimeSpan.FromMilliseconds(70), Share = 0.3 };
        Assert.Equal(Run(5), Run(5));
        Assert.NotEqual(Run(5), Run(6));

        string Run(ulong seed)
        {
            using var server = new VirtualServer(options, seed, stall);
            var requests = new List<VirtualRequest>();
            for (var i = 0; i < 30; i++)
            {
                requests.Add(server.Send(prompt: 20 + (i * 7 % 50), output: 30));
                server.Advance(13);
            }

            server.Advance(100_000);
            Assert.All(requests, request => Assert.True(request.IsOver));
            return string.Join('\n', requests.SelectMany(request => request.Steps));
        }
    }

    private sealed class Near : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-5;

        public int GetHashCode(double obj) => 0;
    }
}
