using System.Diagnostics;
using VllmStream.Profiling;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli.SelfTesting;

/// <summary>Runs one load as <c>run</c> would, and holds its records against what the simulator says it did.</summary>
internal sealed class StepRunner(TargetUrl simulator, string model, Process simulatorProcess, TransportKind transport)
{
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(1.5);

    private long _lastSequence;

    /// <summary>Closed loop of so many streams, of half to one and a half times so many tokens: answers of one length would keep in step, and the simulator have all requests at once again and again.</summary>
    internal Task<SelfTestStep> RunStreamsAsync(int streams, int tokens, TimeSpan gap) => RunAsync(
        new LoadOptions { Concurrency = streams, Transport = transport },
        LengthSpec.Uniform(tokens / 2, tokens * 3 / 2),
        new SelfTestStep { Streams = streams }, step => step with { AskedEventsPerS = AskedEventsPerS(streams, tokens, gap, step) });

    /// <summary>Open loop of short answers.</summary>
    internal Task<SelfTestStep> RunRateAsync(double rate, int tokens) => RunAsync(
        new LoadOptions { Kind = LoadKind.Open, RatePerSecond = rate, Arrival = ArrivalKind.Constant, Transport = transport }, new LengthSpec(tokens, 0),
        new SelfTestStep { RatePerS = rate }, step => step);

    // A stream sends nothing until its first token: of each request's time that part is no decoding.
    private static double AskedEventsPerS(int streams, int tokens, TimeSpan gap, SelfTestStep step) =>
        streams * tokens / ((gap * (tokens - 1)).TotalSeconds + SelfTest.Ttft.TotalSeconds + ((step.TtftErrorP50Ms ?? 0) / 1_000));

    private async Task<SelfTestStep> RunAsync(LoadOptions load, LengthSpec tokens, SelfTestStep step, Func<SelfTestStep, SelfTestStep> finish)
    {
        var options = new RunOptions
        {
            Target = simulator,
            Load = load,
            Workload = new WorkloadOptions { Model = model, InputTokens = new LengthSpec(16, 0), OutputTokens = tokens, IgnoreEos = true, Seed = 1 },
            Limits = new LimitOptions { Duration = Measured, WarmupDuration = Warmup },
            Record = RecordDetail.Gaps,
            Probe = false,
        };
        using var file = new MemoryStream();
        var before = (Others: OtherLoad.Now(), Own: OwnCpu(), At: Stopwatch.GetTimestamp());
        using var run = ProfilerRun.Create(options, new RunSinks { OpenNdjson = () => new KeptOpen(file) });
        var result = await run.RunAsync();
        var seconds = Stopwatch.GetElapsedTime(before.At).TotalSeconds;
        var after = (Others: OtherLoad.Now(), Own: OwnCpu());
        if (result.Failure is { } failure)
            throw new InvalidOperationException(failure.Text);

        var (sent, last) = await SentTokens.FetchAsync(simulator, _lastSequence);
        _lastSequence = last;
        file.Position = 0;
        var errors = StepErrors.Of(file, sent);
        var summary = result.Summary;
        var done = finish(step with
        {
            EventsPerS = summary.Totals.Steady?.OutputTokensPerS,
            Joined = errors.Joined,
            Lost = errors.Lost,
            TtftErrorP50Ms = errors.TtftP50Ms,
            TtftErrorP99Ms = errors.TtftP99Ms,
            GapErrorP99Ms = errors.GapP99Ms,
            ArrivalLagP99Ms = errors.LagP99Ms,
            FirstTokenLagP99Ms = errors.FirstTokenLagP99Ms,
            RequestLateP99Ms = errors.RequestLateP99Ms,
            SendLagP99Ms = summary.Client!.SendLagP99Ms,
            ClientCores = summary.Client.CpuRatio * summary.Client.Cores,
            OtherCores = before.Others is { } from && after.Others is { } to ? Math.Max(0, (to.BusySeconds - from.BusySeconds - (after.Own - before.Own)) / seconds) : null,
            SimulatorLateP99Ms = sent.LateP99Ms,
            ClientReasons = summary.Client.InvalidReasons,
        });
        return done with { Limit = SelfTestRules.LimitOf(done) };
    }

    private double OwnCpu()
    {
        simulatorProcess.Refresh();
        using var own = Process.GetCurrentProcess();
        return simulatorProcess.TotalProcessorTime.TotalSeconds + own.TotalProcessorTime.TotalSeconds;
    }
}
