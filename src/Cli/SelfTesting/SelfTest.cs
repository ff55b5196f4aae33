using VllmStream.Cli.Running;
using VllmStream.Profiling;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli.SelfTesting;

/// <summary>This machine against the simulator: raises the load until one of the two cannot follow.</summary>
internal static class SelfTest
{
    /// <summary>Time to first token of the simulator.</summary>
    internal static readonly TimeSpan Ttft = TimeSpan.FromMilliseconds(100);

    private const int Tokens = 50;
    private const double Rate = 200;
    private const int RateTokens = 2;

    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(20);

    // A pause of a shared machine is no ceiling: it does not come again and again.
    private const int Tries = 3;

    // Each load is twice the one before; a simulator on one core ends it well before the last.
    private static readonly int[] Streams = [50, 100, 200, 400, 800, 1_600];

    /// <summary>Runs all of it.</summary>
    /// <param name="transport">Of the client.</param>
    /// <param name="onStep">Hears of each step.</param>
    internal static async Task<SelfTestResult> RunAsync(TransportKind transport, Action<SelfTestStep> onStep)
    {
        if (CoreSplit.IsPossible)
            CoreSplit.Bind(CoreSplit.ClientMask);
        var settings = new SimulatorSettings { Ttft = Ttft, TtftPerToken = TimeSpan.Zero, Itl = Gap, Cores = CoreSplit.IsPossible ? CoreSplit.SimulatorMask : null };
        await using var simulator = await SimulatorProcess.StartAsync(settings);
        var runner = new StepRunner(simulator.Target, simulator.Model, simulator.Process, transport);
        var steps = new List<SelfTestStep>();
        // Code that runs for the first time is compiled first; nobody measures with that.
        await runner.RunStreamsAsync(Streams[0], Tokens, Gap);
        Add(await runner.RunRateAsync(Rate, RateTokens));
        await RaiseAsync(Streams, streams => runner.RunStreamsAsync(streams, Tokens, Gap), Add);

        var reasons = SelfTestRules.Reasons(steps);
        var best = steps.LastOrDefault(step => step.Streams is not null && step.Limit is null);
        return new SelfTestResult
        {
            Tool = ProfilerRun.Tool,
            Verdict = reasons.Count == 0 ? "OK" : "NOT VALID",
            Reasons = reasons,
            Cores = Environment.ProcessorCount,
            CoresSplit = CoreSplit.IsPossible,
            Transport = transport == TransportKind.Epoll ? "epoll" : "portable",
            CeilingEventsPerS = best?.EventsPerS,
            CeilingStreams = best?.Streams,
            Limit = steps[^1].Limit,
            Steps = steps,
        };

        void Add(SelfTestStep step)
        {
            steps.Add(step);
            onStep(step);
        }
    }

    /// <summary>Each load after the one before, up to the first that could not be followed in any of its tries.</summary>
    /// <param name="loads">The least first.</param>
    /// <param name="run">Runs one.</param>
    /// <param name="add">Hears of every try.</param>
    internal static async Task RaiseAsync(IReadOnlyList<int> loads, Func<int, Task<SelfTestStep>> run, Action<SelfTestStep> add)
    {
        foreach (var load in loads)
        {
            var isFollowed = false;
            for (var tries = 0; !isFollowed && tries < Tries; tries++)
            {
                var step = await run(load);
                add(step);
                isFollowed = step.Limit is null;
            }
            if (!isFollowed)
                return;
        }
    }
}
