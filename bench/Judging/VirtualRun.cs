using VllmStream.Profiling.Comparing;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Workload;
using VllmStream.Tests.Simulator.Steps;

namespace VllmStream.Bench.Judging;

/// <summary>A run against the simulator's engine on a clock of its own: minutes of load in a moment, and no noise but the engine's and the plan's.</summary>
internal static class VirtualRun
{
    private const int Warmup = 50;
    private const int Purpose = 81;

    /// <summary>What was measured.</summary>
    /// <param name="load">How much of what.</param>
    /// <param name="seed">Of what is asked, and when.</param>
    /// <param name="noise">Seed of what is the engine's own.</param>
    /// <param name="slowdown">Factor on every TTFT: what comes later comes later by as much.</param>
    public static RunSamples Play(VirtualLoad load, long seed, long noise, double slowdown = 1)
    {
        using var server = new VirtualServer(load.Engine, (ulong)noise);
        var draws = new Draws(seed, 0, Purpose);
        var requests = new VirtualRequest[Warmup + load.Requests];
        for (var i = 0; i < requests.Length; i++)
        {
            server.Advance(draws.NextExponential() * 1_000 / load.RatePerS);
            requests[i] = server.Send(Length(ref draws, load.PromptTokens), Length(ref draws, load.AnswerTokens));
        }

        while (requests.Any(request => !request.IsOver))
            server.Advance(1_000);
        var samples = new RunSamples { Name = $"{noise}", Summary = Summary(seed, noise) };
        foreach (var request in requests.Skip(Warmup))
            Add(samples.All, request, slowdown);
        return samples;
    }

    private static void Add(GroupSamples samples, VirtualRequest request, double slowdown)
    {
        var (queued, first, last) = (request.QueuedMs, VirtualServer.Ms(request.Course.FirstTicks), VirtualServer.Ms(request.Course.LastTicks));
        var ttft = (first - queued) * slowdown;
        var decode = last - first;
        var gaps = request.Course.Tokens - 1;
        samples.AddEnding(queued, hasFailed: false);
        samples.Add(queued, MetricId.Ttft, ttft);
        samples.Add(queued, MetricId.E2e, ttft + decode);
        samples.Add(queued, MetricId.Tpot, gaps > 0 ? decode / gaps : null);
        samples.Add(queued, MetricId.TokensPerSecond, decode > 0 ? gaps * 1_000 / decode : null);
    }

    // A quarter up and down around the mean.
    private static int Length(ref Draws draws, int mean) => Math.Max(2, (int)(mean * (1 + 0.25 * Math.Clamp(draws.NextNormal(), -3, 3))));

    private static RunSummary Summary(long seed, long noise) => new()
    {
        Run = new RunDescription { Run = $"{noise}", Tool = "bench", Target = "virtual", Mode = "stream", Load = new LoadDescription { Kind = "open", Seed = seed } },
        Judgement = new Judgement(Verdict.Valid, 0, null, "no checks"),
    };
}
