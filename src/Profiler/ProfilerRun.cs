using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using System.Threading.Channels;
using VllmStream.Profiling.Api.Endpoints;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Health;
using VllmStream.Profiling.Http;
using VllmStream.Profiling.Http.Http2;
using VllmStream.Profiling.Load;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Options.Scenarios;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Transport;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling;

/// <summary>The front door: options in, snapshots and lines while it runs, summary out. One object per run.</summary>
public sealed class ProfilerRun : IDisposable
{
    // Records wait here for the aggregator: a minute of a thousand requests a second before anyone waits.
    private const int ChannelCapacity = 65_536;

    private readonly RunSinks _sinks;
    private readonly ClientHealth _health = new();
    private readonly ActiveRequests _active = new();
    private readonly IReadOnlyList<Lane> _lanes;
    private readonly Http2Client? _http2;
    private readonly RunClock _clock = RunClock.Start();
    private readonly Scenario _scenario;
    private RunOptions _options;

    private ProfilerRun(RunOptions options, RunSinks sinks)
    {
        _options = options;
        _sinks = sinks;
        // Four digits tell the runs of a folder apart; the file of an older run with the same id would be written over once in 65,536.
        Id = RandomNumberGenerator.GetHexString(4, lowercase: true);
        _scenario = RequestPlan.ScenarioOf(options.Workload);
        // careful: before the lanes, which are threads, because a bad certificate file ends the run here.
        var target = new ConnectTarget(options.Target, options.Connection);
        IReadOnlyList<RequestRoute> routes = [.. _scenario.Steps.Select(step => RouteOf(step, target, options))];
        _http2 = options.Connection.Http2 ? new Http2Client(options.Target, options.Connection, options.Timeouts.Connect) : null;
        _lanes = Lanes.Open(options.Load, _health);
        Contexts = [.. _lanes.Select(lane => ContextOf(lane, target, routes))];
    }

    /// <summary>Name and version of this program.</summary>
    public static string Tool { get; } =
        $"vllmstream {typeof(ProfilerRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}";

    /// <summary>Id of the run: the first part of each request's X-Request-Id, and of the file name.</summary>
    public string Id { get; }

    /// <summary>Asks the run to drain or to stop.</summary>
    public RunControl Control { get; } = new();

    // One for each lane.
    private IReadOnlyList<RunnerContext> Contexts { get; }

    /// <summary>Prepares a run; nothing is sent.</summary>
    /// <exception cref="OptionException">The file of --cacert holds no certificate.</exception>
    public static ProfilerRun Create(RunOptions options, RunSinks sinks)
    {
        try
        {
            return new ProfilerRun(options, sinks);
        }
        catch (CryptographicException e)
        {
            throw new OptionException($"--cacert {options.Connection.CaCertFile} holds no certificate: {e.Message}", "--cacert with a PEM file");
        }
    }

    /// <summary>Probes, loads, drains and sums up.</summary>
    /// <exception cref="OptionException">The system lets this process open fewer files than the load needs.</exception>
    public async Task<RunResult> RunAsync()
    {
        if (RunDescribing.MostConnections(_options.Load) is { } most)
            SystemLimits.RequireDescriptors(most);
        using var sampler = new SamplerLoop(_active, _health, _lanes);
        var setup = new ServerSetup(_options, Contexts[0], _sinks.OnTalk);
        ReadyServer? ready = null;
        StartFailure? failure = null;
        ProbeResult? probe = null;
        try
        {
            (ready, failure, probe) = await setup.RunAsync(Control.NoMoreSends);
        }
        catch (OperationCanceledException)
        {
            failure = new StartFailure("interrupted before the load started", null);
        }
        if (ready is null)
            return FailedStart(failure!, probe);

        _options = _options with { Workload = _options.Workload with { Model = ready.Model } };
        var description = Describe(ready);
        using var file = OpenFile(description);
        if (probe is not null)
            file?.Probe(probe, ready.Facts?.Name);
        _sinks.OnReady?.Invoke(new RunReady(_options, description, probe));
        return new RunResult(await LoadAsync(sampler, description, ready, file), null);
    }

    /// <summary>Sends one request and reads its whole answer.</summary>
    /// <returns>What it learnt, or why the server could not be asked.</returns>
    public async Task<(ProbeResult? Probe, RunDescription? Run, StartFailure? Failure)> ProbeAsync()
    {
        using var sampler = new SamplerLoop(_active, _health, _lanes);
        ReadyServer? ready;
        StartFailure? failure;
        try
        {
            (ready, failure) = await new ServerSetup(_options, Contexts[0], _sinks.OnTalk).AskAsync(Control.NoMoreSends);
        }
        catch (OperationCanceledException)
        {
            return (null, null, new StartFailure("interrupted before the probe", null));
        }
        if (ready is null)
            return (null, null, failure);
        await using var stop = Control.NoMoreSends.Register(_active.CancelAll);
        var probe = await new ProbeRun(Contexts[0], _options.Workload, ready.Model).RunAsync(atMost: null);
        return (probe, Describe(ready), probe.IsUsable ? null : StartFailures.OfProbe(probe.Record, _options.Workload, ready.Facts?.Models ?? []));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var lane in _lanes)
            lane.Dispose();
        _http2?.Dispose();
        _active.Dispose();
        Control.Dispose();
    }

    private async Task<RunSummary> LoadAsync(SamplerLoop sampler, RunDescription description, ReadyServer ready, RunFile? file)
    {
        var channel = Channel.CreateBounded<RunItem>(new BoundedChannelOptions(ChannelCapacity) { SingleReader = true });
        var plan = new RequestPlan(_options.Workload, ready.Model, ready.IncludeUsage);
        var aggregator = new Aggregator(_clock.StartTicks, plan.Groups, _options.Slo, Redactor.Of(_options).Clean);
        using var engine = new LoadEngine(_options, plan, Contexts, Control, MetersOf(aggregator, plan), channel.Writer);
        var loop = new AggregatorLoop(channel.Reader, aggregator, _health, file, () => engine.Window, _sinks.OnSnapshot, _sinks.OnTalk);
        var aggregating = AggregateAsync(loop, channel.Reader);
        try
        {
            var loading = engine.RunAsync();
            sampler.Watch(engine.Window!);
            await loading;
            channel.Writer.Complete();
        }
        catch (Exception e)
        {
            channel.Writer.Complete(e);
            throw;
        }
        finally
        {
            await aggregating;
        }

        var summary = SummaryBuilder.Build(aggregator, description, Ending(engine, aggregator), _clock.StartTicks);
        if (engine.Aborted is { } aborted)
            file?.Note("warning", "aborted", aborted);
        file?.Summary(summary);
        return summary;
    }

    // Without its reader the channel would fill and hold every request for ever: a bug there ends the run.
    private async Task AggregateAsync(AggregatorLoop loop, ChannelReader<RunItem> items)
    {
        try
        {
            await loop.RunAsync();
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
        var plan = _options.Load.Kind == LoadKind.Open ? new PlanKept(counts.Due, counts.SentMeasured, counts.HeldToTheEnd) : null;
        return new RunEnding
        {
            EndTicks = Ticks.Now,
            Planned = counts.Due,
            Sent = counts.SentMeasured,
            Abandoned = counts.Abandoned,
            Signal = Control.InterruptedBy is { } code ? code - 128 : null,
            Aborted = engine.Aborted,
            Client = _health.Total(aggregator.All[MetricId.Ttft].Value(50), plan),
        };
    }

    private RunResult FailedStart(StartFailure failure, ProbeResult? probe)
    {
        var description = Describe(new ReadyServer(_options.Workload.Model ?? "", null, IncludeUsage: true));
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

    // Headers of the command line win over those of the scenario.
    private static RequestRoute RouteOf(ScenarioStep step, ConnectTarget target, RunOptions options)
    {
        var endpoint = EndpointTable.Of(step.Request.Endpoint, step.Request.EndpointPath);
        var hasBody = endpoint is not ModelsEndpoint && (endpoint is not PlainEndpoint || step.Request.ExtraBody is not null);
        var own = options.Connection.Headers;
        var connection = options.Connection with
        {
            Headers = [.. step.Headers.Where(header => !own.Any(ours => ours.Name.Equals(header.Name, StringComparison.OrdinalIgnoreCase))), .. own],
        };
        return new RequestRoute(endpoint, new HttpRequestWriter(target, options.Target.PathOf(endpoint.Path), connection, step.Request.IsStreamed, hasBody));
    }

    private static Func<string, LiveMeter?> MetersOf(Aggregator aggregator, RequestPlan plan)
    {
        var meters = plan.Groups.ToFrozenDictionary(group => group, aggregator.Meter, StringComparer.Ordinal);
        return meters.GetValueOrDefault;
    }

    private RunnerContext ContextOf(Lane lane, ConnectTarget target, IReadOnlyList<RequestRoute> routes) => new()
    {
        Lane = lane,
        Target = target,
        Http2 = _http2,
        Routes = routes,
        Timeouts = _options.Timeouts,
        RequestIdPrefix = Id,
        Active = _active,
        KeepBodies = _options.Record == RecordDetail.Raw,
    };

    private RunDescription Describe(ReadyServer ready) => RunDescribing.Describe(_options, _scenario, ready) with { Run = Id, Tool = Tool, StartedAt = _clock.StartedAt };
}
