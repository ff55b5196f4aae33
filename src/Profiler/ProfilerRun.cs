using System.Reflection;
using System.Threading.Channels;
using VllmStream.Profiling.Api.Endpoints;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Counting;
using VllmStream.Profiling.Findings;
using VllmStream.Profiling.Health;
using VllmStream.Profiling.Http;
using VllmStream.Profiling.Http.Http2;
using VllmStream.Profiling.Load;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Options.Scenarios;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Probing;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Server;
using VllmStream.Profiling.Transport;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling;

/// <summary>The front door: options in, snapshots and lines while it runs, summary out. One object per run.</summary>
public sealed class ProfilerRun : IDisposable
{
    // Records wait here for the aggregator: a minute of a thousand requests a second before anyone waits.
    private const int ChannelCapacity = 65_536;

    // Whoever counts tokens may be behind by more than anyone waits for without a word.
    private static readonly TimeSpan TellWaitAfter = TimeSpan.FromSeconds(1);

    private readonly RunSinks _sinks;
    private readonly ClientHealth _health = new();
    private readonly ActiveRequests _active = new();
    private readonly IReadOnlyList<Lane> _lanes;
    private Http2Client? _http2;
    private readonly RunClock _clock = RunClock.Start();
    private readonly Scenario _scenario;
    private readonly TokenCounting? _counting;
    private readonly RedirectWalk _walk;
    private readonly StatusBoard _status;
    private RunOptions _options;

    // One for each lane.
    private IReadOnlyList<RunnerContext> _contexts;

    private ProfilerRun(RunOptions options, RunSinks sinks, string id)
    {
        _options = options;
        _sinks = sinks;
        Id = id;
        Live = new LiveRequests(_active, Id, _clock.StartTicks);
        _status = new StatusBoard(Live, _clock);
        _scenario = RequestPlan.ScenarioOf(options.Workload);
        // careful: before the lanes, which are threads, because a bad vocabulary or certificate file ends the run here.
        _counting = TokenCounting.Of(options);
        // Also for http, which may be sent on to https.
        TlsTrust.ReadRoots(options.Connection);
        var target = new ConnectTarget(options.Target, options.Connection);
        _http2 = Http2Of(options);
        _lanes = Lanes.Open(options.Load, _health);
        _contexts = RunContexts.Of(options, target, _scenario, _lanes, _http2, Id, _active);
        _walk = new RedirectWalk(options, _scenario, sinks.OnTalk, sinks.RefuseTarget);
    }

    /// <summary>Name and version of this program.</summary>
    public static string Tool { get; } =
        $"vllmstream {typeof(ProfilerRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}";

    /// <summary>Id of the run: the first part of each request's X-Request-Id, and of the file name.</summary>
    public string Id { get; }

    /// <summary>The requests in flight, for a screen. Any thread; nobody who sends or reads waits for it.</summary>
    public LiveRequests Live { get; }

    /// <summary>Where the run is now. Any thread.</summary>
    public RunStatus Status => _status.Read();

    /// <summary>Asks the run to drain or to stop.</summary>
    public RunControl Control { get; } = new();

    /// <summary>Prepares a run; nothing is sent.</summary>
    /// <exception cref="OptionException">The file of --cacert or --cert holds no certificate or not its key, or that of --tokenizer no vocabulary.</exception>
    /// <param name="options">What is run.</param>
    /// <param name="sinks">Where its results go.</param>
    /// <param name="id">Its id, where several processes share one run; null = a new one.</param>
    public static ProfilerRun Create(RunOptions options, RunSinks sinks, string? id = null) => new(options, sinks, id ?? RunId.New());

    /// <summary>Probes, loads, drains and sums up.</summary>
    /// <exception cref="OptionException">The system lets this process open fewer files than the load needs.</exception>
    public async Task<RunResult> RunAsync()
    {
        if (RunDescribing.MostConnections(_options) is { } most)
            SystemLimits.RequireDescriptors(most);
        using var sampler = new SamplerLoop(_active, _health, _lanes);
        var setup = new ServerSetup(_options, _walk, ContextOf, _status.Start, Control, _sinks.OnTalk);
        ReadyServer? ready = null;
        StartFailure? failure = null;
        ProbeResult? probe = null;
        try
        {
            (ready, failure, probe) = await setup.RunAsync(Control.NoMoreSends);
            if (ready is not null && _counting is not null)
                failure = await _counting.AskServerAsync(_walk.Options, ready.Terms.Model, Control.StopNow);
            if (failure is null && _counting?.Description is { } counts)
                _sinks.OnTalk?.Invoke($"tokenizer {counts}");
        }
        catch (OperationCanceledException)
        {
            failure = new StartFailure("interrupted before the load started", null);
        }
        if (ready is null || failure is not null)
            return _status.End(FailedStart(failure!, probe));

        ContextOf(_walk.Options);
        _options = _options with { Workload = _options.Workload with { Model = ready.Terms.Model } };
        var description = Describe(ready);
        using var file = OpenFile(description);
        foreach (var followed in _walk.Notes)
            file?.Note("info", "redirected", followed);
        if (probe is not null)
            file?.Probe(probe, ready.Facts?.Name);
        _sinks.OnReady?.Invoke(new RunReady(_options, description, probe));
        return _status.End(await LoadAsync(sampler, description, ready, file));
    }

    /// <summary>Sends one request and reads its whole answer.</summary>
    /// <returns>What it learnt, or why the server could not be asked.</returns>
    public async Task<(ProbeResult? Probe, RunDescription? Run, StartFailure? Failure)> ProbeAsync()
    {
        using var sampler = new SamplerLoop(_active, _health, _lanes);
        var setup = new ServerSetup(_options, _walk, ContextOf, _status.Start, Control, _sinks.OnTalk);
        ReadyServer? ready;
        StartFailure? failure;
        try
        {
            (ready, failure) = await setup.AskAsync(Control.NoMoreSends);
        }
        catch (OperationCanceledException)
        {
            return (null, null, new StartFailure("interrupted before the probe", null));
        }
        if (ready is null)
            return (null, null, failure);
        var (probe, refused) = await setup.ProbeAsync(ready, atMost: null, Control.NoMoreSends);
        return (probe, Describe(ready), refused);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var lane in _lanes)
            lane.Dispose();
        _counting?.Dispose();
        _http2?.Dispose();
        _active.Dispose();
        Control.Dispose();
    }

    private async Task<RunResult> LoadAsync(SamplerLoop sampler, RunDescription description, ReadyServer ready, RunFile? file)
    {
        var startTicks = _sinks.StartAt is { } startAt ? await startAt() : 0;
        var channel = Channel.CreateBounded<RunItem>(new BoundedChannelOptions(ChannelCapacity) { SingleReader = true });
        var plan = new RequestPlan(_options.Workload, ready.Terms);
        var aggregator = new Aggregator(_clock.StartTicks, plan.Groups, _options.Slo, Redactor.Of(_options).Clean, _sinks.KeepsEnded, plan.IsPaired ? _options.Workload.Seed : null);
        if (LoadSteering.InitialLevel(_options.Load) is { } level)
            aggregator.BeginLevel(level, _clock.StartTicks);
        var items = _counting?.Start(channel.Writer, Control.StopNow) ?? channel.Writer;
        using var engine = new LoadEngine(_options, plan, _contexts, Control, RunMeters.Of(aggregator, plan), items);
        _status.Begin(engine, _options.Limits);
        using var lookout = new Lookout(_options, _clock.StartTicks, RunMeters.Counts(aggregator, plan));
        var loop = new AggregatorLoop(channel.Reader, aggregator, _health, file, engine, lookout, _sinks);
        var aggregating = AggregateAsync(loop.RunAsync(startTicks), channel.Reader);
        try
        {
            var loading = engine.RunAsync(startTicks);
            sampler.Watch(() => engine.Window, lookout);
            await loading;
            if (!Control.StopNow.IsCancellationRequested)
                await lookout.FinishAsync();
            items.TryComplete();
            if (await Task.WhenAny(aggregating, Task.Delay(TellWaitAfter)) != aggregating && _counting?.Waiting is > 0 and var answers)
                _sinks.OnTalk?.Invoke($"counting the tokens of {answers} answers; the load is over");
        }
        catch (Exception e)
        {
            items.TryComplete(e);
            throw;
        }
        finally
        {
            await aggregating;
        }

        var summary = Diagnosis.Of(SummaryBuilder.Build(aggregator, description, WithServer(Ending(engine, aggregator), loop, lookout), _clock.StartTicks));
        if (engine.Aborted is { } aborted)
            file?.Note("warning", "aborted", aborted);
        summary = WithVerdict(summary, file);
        file?.Summary(summary);
        return new RunResult(summary, null) { Start = engine.Window is { } window ? new RunStart(_clock.MsAt(window.StartTicks), engine.StartErrorMs) : null, InFlight = aggregator.InFlight.Changes() };
    }

    // careful: before the summary is written, which has the verdict in it, and after all other lines, which the judge reads.
    private RunSummary WithVerdict(RunSummary summary, RunFile? file)
    {
        if (_sinks.OnMeasured is not { } judge)
            return summary;
        file?.Flush();
        return SummaryChecks.With(summary, judge(summary, file?.Failure));
    }

    // Without its reader the channel would fill and hold every request for ever: a bug there ends the run.
    private async Task AggregateAsync(Task aggregating, ChannelReader<RunItem> items)
    {
        try
        {
            await aggregating;
        }
        catch
        {
            Control.Stop();
            while (await items.WaitToReadAsync())
            {
                while (items.TryRead(out _))
                {
                }
            }
            throw;
        }
    }

    private RunEnding Ending(LoadEngine engine, Aggregator aggregator)
    {
        var counts = engine.Counts;
        var plan = engine.PlanKept;
        var (sent, abandoned) = (counts.SentMeasured, counts.Abandoned);
        if (engine.Window is { Number: > 1 })
        {
            // Of a window that is not the first: every request that was sent has ended by now.
            (sent, abandoned) = (aggregator.All.Requests, counts.AbandonedOfWindow);
            plan = plan is null ? null : new PlanKept(sent + abandoned, sent, counts.HeldOfWindow);
        }
        return new RunEnding
        {
            EndTicks = Ticks.Now,
            Planned = sent + abandoned,
            Sent = sent,
            Abandoned = abandoned,
            Signal = Control.InterruptedBy is { } code ? code - 128 : null,
            InterruptedWhy = Control.InterruptedWhy,
            Aborted = engine.Aborted,
            Findings = _counting?.Findings ?? [],
            Client = _health.Total(aggregator.All[MetricId.Ttft].Value(50), plan),
        };
    }

    private RunResult FailedStart(StartFailure failure, ProbeResult? probe)
    {
        var description = Describe(ReadyServer.Unasked(_options.Workload.Model ?? ""));
        var ending = new RunEnding { EndTicks = Ticks.Now, Sent = 0, Unreachable = Control.WasInterrupted ? null : failure.Text, Signal = Control.InterruptedBy is { } code ? code - 128 : null };
        var aggregator = new Aggregator(_clock.StartTicks, [], _options.Slo);
        var summary = SummaryBuilder.Build(aggregator, description, ending, _clock.StartTicks);
        if (_sinks.WriteFailedStart)
        {
            using var file = OpenFile(description);
            if (probe is not null)
                file?.Probe(probe, serverName: null);
            file?.Summary(summary);
        }
        return new RunResult(summary, failure);
    }

    private RunFile? OpenFile(RunDescription description) =>
        _sinks.OpenNdjson is { } open ? new RunFile(open(), _options, description, _clock) : null;

    // Where a redirect has led elsewhere, nothing that was kept open belongs to the new server.
    private RunnerContext ContextOf(RunOptions options)
    {
        if (options != _options)
        {
            _options = options;
            foreach (var lane in _lanes)
                lane.Pool.Clear();
            _http2?.Dispose();
            _http2 = Http2Of(options);
            _contexts = RunContexts.Of(options, new ConnectTarget(options.Target, options.Connection), _scenario, _lanes, _http2, Id, _active);
        }
        return _contexts[0];
    }

    private static Http2Client? Http2Of(RunOptions options) =>
        options.Connection.Http2 ? new Http2Client(options.Target, options.Connection, options.Timeouts.Connect) : null;

    private static RunEnding WithServer(RunEnding ending, AggregatorLoop loop, Lookout lookout) =>
        ending with { Server = lookout.Book.Summary(loop.ServerContext(ending.EndTicks, ending.Client)) };

    private RunDescription Describe(ReadyServer ready) => RunDescribing.Describe(_options, _scenario, ready) with { Run = Id, Tool = Tool, StartedAt = _clock.StartedAt };
}
