using System.Globalization;
using VllmStream.Cli.Arguments;
using VllmStream.Cli.Running;
using VllmStream.Cluster;
using VllmStream.Cluster.Coordinating;
using VllmStream.Cluster.Link;
using VllmStream.Profiling;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Load;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Probing;
using VllmStream.Profiling.Sharing;
using VllmStream.Tui.State;

namespace VllmStream.Cli.Coordinating;

/// <summary>A run whose load comes from agents: finds them, gives each its share, and makes one result of theirs. Any thread.</summary>
internal sealed class CoordinatedRun : IWatchedRun
{
    // Our own agents are processes that start while we wait; those of others are there.
    private static readonly TimeSpan OwnFindTime = TimeSpan.FromSeconds(60);

    // Whoever asks twice to leave does not wait for a broker that is away.
    private static readonly TimeSpan LeaveTime = TimeSpan.FromSeconds(5);

    // Of what another machine says of itself.
    private const int MostWhy = 500;

    private readonly RunOptions _options;
    private readonly ClusterOptions _cluster;
    private readonly RunSinks _sinks;
    private readonly Action<string> _say;
    private readonly AgentWatch _watch;
    private readonly AttachedRun? _attached;
    private readonly CollectedRecords? _records;
    private volatile SharedRun? _shared;
    private volatile ClusterRun? _run;
    private volatile RunSummary? _summary;

    // False until agents have a start: up to then an interrupted run is one that never was.
    private volatile bool _hasBegun;

    /// <summary>Prepares; nothing is dialled.</summary>
    /// <param name="options">What is run.</param>
    /// <param name="cluster">Over which agents.</param>
    /// <param name="sinks">Where results go.</param>
    /// <param name="attached">The run that is picked up; null = a new one.</param>
    /// <param name="records">Where the records of agents go; null = they stay there.</param>
    internal CoordinatedRun(RunOptions options, ClusterOptions cluster, RunSinks sinks, AttachedRun? attached, Func<string, CollectedRecords?> records)
    {
        (_options, _cluster, _sinks, _attached) = (options, cluster, sinks, attached);
        _say = sinks.OnTalk ?? (static _ => { });
        _watch = attached?.Watch ?? new AgentWatch(_say);
        Id = attached?.Run.Id ?? RunId.New();
        _records = records(Id);
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public RunControl Control { get; } = new() { WhyFixed = "each agent has its share of the plan, which stays as it is" };

    /// <inheritdoc/>
    public RunStatus Status => _shared?.Status ?? new RunStatus { State = RunState.Connecting, ElapsedMs = 0, Summary = _summary };

    /// <inheritdoc/>
    public IReadOnlyList<AgentRow> Agents => _run is { } run ? AgentRows.Of(run.Agents, _shared) : [];

    /// <inheritdoc/>
    public void ReadLive(List<LiveRequest> into)
    {
        // They are with the agents.
    }

    /// <inheritdoc/>
    public LiveTimeline? Timeline(long id) => null;

    /// <inheritdoc/>
    public async Task<RunResult> RunAsync()
    {
        if (_attached is { } attached)
            return await FollowAsync(attached.Link, attached.Run, RunClock.At(attached.Run.State.StartsAt), () => Task.FromResult(0L));
        try
        {
            return await BeginAsync();
        }
        catch (OperationCanceledException) when (Control.WasInterrupted && !_hasBegun)
        {
            if (_shared is { } shared)
                _summary = await shared.EndAsync(static _ => [], new ShareEnding(Control.InterruptedBy));
            return Interrupted();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _shared?.Dispose();
        Control.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<RunResult> BeginAsync()
    {
        await using var own = _cluster.Link is null ? await LocalAgents.StartAsync(_cluster, _options, _say, Control.NoMoreSends) : null;
        await using var link = await NatsLink.ConnectAsync(own?.Link ?? _cluster.Link!, LinkRole.Coordinator, own is null ? TimeSpan.Zero : OwnFindTime, cancellation: Control.NoMoreSends);
        var settings = new ClusterRunSettings { Version = VersionText.Number, Run = Id, Wish = _cluster.Wish, OnLoss = _cluster.OnLoss, AgentTimeout = _cluster.AgentTimeout };
        await using var run = new ClusterRun(link, own is null ? settings : settings with { FindTime = OwnFindTime }, _watch);
        _run = run;
        var agents = await run.ChooseAsync(Control.NoMoreSends);
        _say($"agents   {agents.Count}: {string.Join(", ", agents.Take(8).Select(static agent => agent.Shown))}{(agents.Count > 8 ? ", …" : "")}");
        ClusterReader.RequireWorkForAll(_options, agents.Count);
        await run.AssignAsync(PlanOf(TravellingArguments.Of(_cluster.Given, _options)), Control.NoMoreSends);
        return await FollowAsync(link, run, RunClock.Start(), async () =>
        {
            try
            {
                return await run.GoAsync(Control.NoMoreSends);
            }
            catch
            {
                await run.ReleaseAsync();
                throw;
            }
        });
    }

    private ClusterPlan PlanOf(TravellingArguments travelling) => new()
    {
        Args = travelling.Args,
        Files = travelling.Files,
        Seed = _options.Workload.Seed,
        Key = _cluster.SendsKey ? _options.Connection.ApiKey : null,
        Length = _options.Limits.Duration is { } duration ? duration + Warmup.Of(_options).AtMost + _options.Limits.Drain : null,
    };

    // From where all are ready, or run already.
    private async Task<RunResult> FollowAsync(NatsLink link, ClusterRun run, RunClock clock, Func<Task<long>> go)
    {
        _run = run;
        var facts = _watch.Facts;
        await RequireOneModelAsync(run, facts);
        var description = facts.Count > 0 ? facts.First().Value.Run : RunDescriptions.Unasked(_options);
        var shared = _shared = new SharedRun(_options, description with { Run = Id }, clock, _sinks, run.Agents.Count, isPickedUp: _attached is not null);
        _watch.Attach(shared);
        Introduce(facts, shared.Description);
        shared.Begin(_attached is null ? await go() : clock.StartTicks);
        _hasBegun = true;
        using var leaving = new CancellationTokenSource();
        await using var drain = Control.NoMoreSends.Register(() => _ = run.DrainAsync());
        await using var stop = Control.StopNow.Register(() =>
        {
            _ = run.StopAsync();
            leaving.CancelAfter(LeaveTime);
        });
        var states = await CollectAsync(run, leaving.Token);
        var files = _records is null ? new Dictionary<int, string>() : await _records.FetchAsync(run, states, _say);
        var summary = _summary = await shared.EndAsync(told => [.. states.Select(state => ShareOf(state, told, files, run.State))], EndingOf(states, run.State));
        await run.ReleaseAsync();
        if (link.Outages > 0)
            _say(string.Create(CultureInfo.InvariantCulture, $"agents   the broker was away {(link.Outages == 1 ? "once" : $"{link.Outages} times")}, {link.OutageTime.TotalSeconds:0.0} s in all{(states.All(static state => state.Result is not null) ? "; nothing of the results is missing for that" : "")}"));
        return new RunResult(summary, null);
    }

    // What one table says of two models says nothing of either.
    private static async Task RequireOneModelAsync(ClusterRun run, IReadOnlyDictionary<int, ShareFacts> facts)
    {
        var models = facts.Select(static fact => fact.Value.Run.Model).Distinct(StringComparer.Ordinal).ToArray();
        if (models.Length < 2)
            return;
        await run.ReleaseAsync();
        throw new OptionException($"agents were given different models from where they stand: {string.Join(", ", models.Take(4))}", "--model with the one that is meant");
    }

    private async Task<IReadOnlyList<AgentState>> CollectAsync(ClusterRun run, CancellationToken leaving)
    {
        try
        {
            return await run.CollectAsync(leaving);
        }
        catch (OperationCanceledException) when (run.Superseded.IsCancellationRequested)
        {
            throw new ClusterException($"run {Id} was taken over by another coordinator, which has its result");
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            return run.Agents;
        }
    }

    private void Introduce(IReadOnlyDictionary<int, ShareFacts> facts, RunDescription description)
    {
        _sinks.OnReady?.Invoke(new RunReady(_options, description, Probe: null));
        if (facts.Count == 0)
            return;
        foreach (var line in facts.First().Value.Said)
            _say(line);
        // What only others see.
        foreach (var line in facts.Skip(1).SelectMany(static fact => fact.Value.Said).Where(static line => line.StartsWith("warning: ", StringComparison.Ordinal)).Except(facts.First().Value.Said, StringComparer.Ordinal))
            _say(line);
    }

    private static ShareOfRun ShareOf(AgentState state, IReadOnlyDictionary<string, ShareState> told, Dictionary<int, string> files, Cluster.Messages.RunState run)
    {
        ShareResult? result = null;
        // Of another machine, and for a terminal.
        var why = state.Why is { } said ? PlainLine.Of(said.Length > MostWhy ? said[..MostWhy] : said) : null;
        try
        {
            result = state.Result is { } bytes ? ShareResult.Read(bytes) : null;
        }
        catch (FormatException e)
        {
            why = e.Message;
        }

        return new ShareOfRun
        {
            Agent = AgentFacts.Of(state) with { Why = why, File = files.GetValueOrDefault(state.Share) ?? state.RecordFile },
            Result = result,
            Told = told.GetValueOrDefault(AgentWatch.NameOf(state)),
            Doubled = result is not null && run.OnLoss == LossPolicy.Rebalance && state.Shares > 1 && run.Away.Contains(state.Share)
                ? string.Create(CultureInfo.InvariantCulture, $"others took its share over while it was not heard for {state.Silence.TotalSeconds:0.0} s") : null,
        };
    }

    private ShareEnding EndingOf(IReadOnlyList<AgentState> states, Cluster.Messages.RunState run)
    {
        var lost = states.FirstOrDefault(state => run.Away.Contains(state.Share));
        return new ShareEnding(Control.InterruptedBy, run.OnLoss == LossPolicy.Stop && lost is not null ? $"agent {lost.Info.Shown} was lost, and the run was stopped for it (--on-agent-loss stop)" : null);
    }

    private RunResult Interrupted()
    {
        const string Why = "interrupted before the load started";
        var code = Control.InterruptedBy ?? ExitCode.Interrupted;
        return new RunResult(_summary ??= new RunSummary { Run = RunDescriptions.Unasked(_options) with { Run = Id }, Judgement = new Judgement(Verdict.Interrupted, code, Why, Why) }, new StartFailure(Why, null));
    }
}
