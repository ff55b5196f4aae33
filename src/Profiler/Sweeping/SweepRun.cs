using System.Security.Cryptography;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Load;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.Sweeps;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output.Sweeps;
using VllmStream.Profiling.Probing;

namespace VllmStream.Profiling.Sweeping;

/// <summary>A sweep: one run after the other, each with the load that the plan makes of those before. One object per sweep.</summary>
public sealed class SweepRun : IDisposable
{
    // A server that was just overloaded may refuse for a while; after so long it is gone.
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SweepOptions _options;
    private readonly SweepSinks _sinks;
    private readonly RunClock _clock = RunClock.Start();
    private readonly List<SweepStage> _stages;
    private SweepFile? _file;

    private SweepRun(SweepOptions options, SweepSinks sinks, IReadOnlyList<SweepStage> done)
    {
        _options = options;
        _sinks = sinks;
        _stages = [.. done];
    }

    /// <summary>Id of the sweep; the first part of its files' names.</summary>
    public string Id { get; } = RandomNumberGenerator.GetHexString(4, lowercase: true);

    /// <summary>Asks the sweep to end after its stage has drained, or at once.</summary>
    public RunControl Control { get; } = new();

    /// <summary>Prepares a sweep; nothing is sent.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="sinks">Where it goes.</param>
    /// <param name="done">Stages of before; the plan goes on from them.</param>
    public static SweepRun Create(SweepOptions options, SweepSinks sinks, IReadOnlyList<SweepStage> done) => new(options, sinks, done);

    /// <summary>Runs stages until the plan is over.</summary>
    /// <exception cref="OptionException">The system lets this process open fewer files than the first load needs.</exception>
    public async Task<SweepOutcome> RunAsync()
    {
        SweepStep step;
        StartFailure? failure = null;
        while ((step = SweepPlan.Next(_options.Sweep, _stages)).Level is { } level && !Control.WasInterrupted)
        {
            SweepStage? stage;
            try
            {
                (stage, failure) = await RunStageAsync(_stages.Count + 1, level);
            }
            catch (OptionException limit) when (_stages.Count > 0)
            {
                // What this machine lets one process open ends here; the stages so far stand.
                stage = new SweepStage { Number = _stages.Count + 1, Level = level, Verdict = StageVerdict.Client, Reason = limit.Message, InvalidReasons = [limit.Message] };
            }
            if (stage is null)
                break;
            stage = Compare(stage);
            _stages.Add(stage);
            _file?.Stage(stage);
            _sinks.OnStage?.Invoke(stage);
        }
        var result = SweepAnalysis.Of(_options.Sweep, _stages, step.End ?? SweepEnd.Interrupted, Control.InterruptedBy);
        if (failure is not null && _stages.Count == 0)
            return new SweepOutcome(result, failure);
        _file?.Summary(result);
        return new SweepOutcome(result, null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        Control.Dispose();
    }

    private async Task<(SweepStage? Stage, StartFailure? Failure)> RunStageAsync(int number, double level)
    {
        var before = SweepAnalysis.Valid(_stages).Where(stage => stage.Level <= level).MaxBy(stage => stage.Level);
        var options = _options.StageAt(number, level, before?.E2eP90Ms);
        var rules = new StageRules
        {
            Share = _options.Sweep.SloShare,
            HasSlo = options.Slo.Count > 0,
            HasChecks = options.Checks.Count > 0,
            RatePerS = options.Load.Kind == LoadKind.Open ? level : null,
            Cap = options.Load.MaxConcurrency,
            KnownE2eMs = before?.E2eP90Ms,
        };
        for (var giveUp = Ticks.Now + Ticks.From(Recovery); ;)
        {
            var judge = new StageJudge(rules);
            var (result, path) = await RunOnceAsync(number, options, judge);
            if (result.Failure is null)
                return (StageFacts.Of(level, result.Summary, judge, rules, Control.WasInterrupted) with { Number = number, File = path }, null);
            if (_stages.Count == 0 || Control.WasInterrupted)
                return (null, result.Failure);
            if (Ticks.Now > giveUp)
                return (new SweepStage { Number = number, Level = level, Verdict = StageVerdict.Broken, Cause = StageCause.ServerLost, Decided = true, Reason = result.Failure.Text }, null);
            await Task.Delay(Pause, Control.NoMoreSends).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<(RunResult Result, string? Path)> RunOnceAsync(int number, RunOptions options, StageJudge judge)
    {
        string? path = null;
        ProfilerRun? run = null;
        _sinks.Live?.BeginStage(number);
        run = ProfilerRun.Create(options, new RunSinks
        {
            OpenNdjson = _sinks.OpenStage is { } open && _sinks.StageFile is { } name ? () => open(path = name(number)) : null,
            OnTalk = Talk,
            OnReady = Begin,
            Live = _sinks.Live,
            OnSnapshot = snapshot =>
            {
                if (judge.Take(StageSample.Of(snapshot)) is { } decision)
                    ThreadPool.QueueUserWorkItem(static ending => ending.End(), new StageEnding(run!, decision.GivesUp), preferLocal: false);
                _sinks.OnSnapshot?.Invoke(number, snapshot);
            },
        });
        using var _ = run;
        await using var drain = Control.NoMoreSends.Register(() => run.Control.Drain(Control.InterruptedBy));
        await using var stop = Control.StopNow.Register(() => run.Control.Stop(Control.InterruptedBy));
        return (await run.RunAsync(), path);
    }

    // What every stage would say again is said once.
    private void Talk(string text)
    {
        if (_stages.Count == 0 || text.StartsWith("warning", StringComparison.Ordinal))
            _sinks.OnTalk?.Invoke(text);
    }

    private void Begin(RunReady ready)
    {
        if (_file is not null)
            return;
        if (_sinks.OpenNdjson is { } open)
        {
            _file = new SweepFile(open(), Id, _clock, ready.Options);
            _file.Started(SweepStartedLine.Of(ready.Run, _options.Run, _options.Sweep) with { StartedAt = _clock.StartedAt });
            foreach (var stage in _stages)
                _file.Stage(stage);
        }
        _sinks.OnReady?.Invoke(ready);
    }

    // More load that gets less done is broken, whatever each of its requests met.
    private SweepStage Compare(SweepStage stage)
    {
        if (stage.Verdict != StageVerdict.Kept)
            return stage;
        var valid = SweepAnalysis.Valid(_stages);
        return SweepAnalysis.LossOf(stage, valid, new StageThroughput([.. valid, stage])) is { LossRatio: >= SweepAnalysis.CollapseLoss } loss
            ? StageFacts.WithLoss(stage, loss.LossRatio, loss.Best)
            : stage;
    }
}
