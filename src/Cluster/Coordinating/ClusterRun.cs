using VllmStream.Cluster.Link;
using VllmStream.Cluster.Messages;
using VllmStream.Profiling.Clock;

namespace VllmStream.Cluster.Coordinating;

/// <summary>A run on several agents, step by step: choose, assign, go, collect, release. One caller; drain and stop from any thread.</summary>
/// <remarks>Whatever the caller does not reach, DisposeAsync lets the agents go on with: they notice that nobody is heard, drain, and keep their results.</remarks>
public sealed class ClusterRun : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan FindPause = TimeSpan.FromMilliseconds(250);

    private readonly NatsLink _link;
    private readonly ClusterRunSettings _settings;
    private readonly IClusterObserver _observer;
    private readonly Orders _orders;
    private RunState _state;
    private readonly RunEntry _entry;
    private AgentBoard? _board;
    private Beacon? _beacon;
    private LossHandling? _losses;
    private FileServer? _files;
    private IReadOnlyList<AgentInfo> _chosen = [];
    private TimeSpan? _length;
    private volatile string? _ending;

    /// <summary>A run of our own.</summary>
    public ClusterRun(NatsLink link, ClusterRunSettings settings, IClusterObserver observer)
        : this(link, settings, observer, new RunState { Run = settings?.Run ?? RandomName.Run(), Token = RandomName.Token(), Version = settings?.Version ?? "", Args = [], Seed = 0, Agents = [] })
    {
    }

    private ClusterRun(NatsLink link, ClusterRunSettings settings, IClusterObserver observer, RunState state, RunStore? store = null)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(observer);
        (_link, _settings, _observer, _state) = (link, settings, observer, state);
        _orders = new Orders(link, state.Token);
        _entry = new RunEntry(link, observer, store);
        _link.Listen(OnLinkNotice);
    }

    /// <summary>Short id, by which <c>--attach</c> finds it.</summary>
    public string Id => _state.Run;

    /// <summary>What the bucket says of it.</summary>
    public RunState State => _state;

    /// <summary>How every agent stands, by share.</summary>
    public IReadOnlyList<AgentState> Agents => _board?.States ?? [];

    /// <summary>The agreed start on our clock; 0 = not agreed yet, or agreed by another coordinator.</summary>
    public long StartTicks { get; private set; }

    /// <summary>True if another coordinator could pick it up.</summary>
    public bool CanBeAttached => _entry.IsKept;

    /// <summary>Cancelled when another coordinator has taken the run over.</summary>
    public CancellationToken Superseded => _beacon?.Superseded ?? CancellationToken.None;

    /// <summary>Picks up a run whose coordinator died.</summary>
    /// <exception cref="ClusterException">There is no such run, its coordinator lives, or the broker keeps no state.</exception>
    public static async Task<ClusterRun> AttachAsync(NatsLink link, string run, ClusterRunSettings settings, IClusterObserver observer, CancellationToken cancellation = default)
    {
        var store = await RunStore.OpenAsync(link, cancellation);
        var state = await store.FindAsync(run, cancellation);
        if (!ProgramVersion.AreAlike(state.Version, settings.Version))
            throw new ClusterException($"run {state.Run} was begun by vllmstream {state.Version}, and this is {settings.Version}; major and minor version must be the same");
        if (await Beacon.IsHeardAsync(link, state.Token, cancellation))
            throw new ClusterException($"run {state.Run} still has its coordinator", "the same once that has ended");
        var taken = new ClusterRun(link, settings, observer, state with { Generation = state.Generation + 1 }, store);
        try
        {
            await taken.TakeOverAsync(cancellation);
            return taken;
        }
        catch
        {
            await taken.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until enough agents are free, and takes them.</summary>
    /// <exception cref="ClusterException">There were not enough in time, or versions differ.</exception>
    public async Task<IReadOnlyList<AgentInfo>> ChooseAsync(CancellationToken cancellation = default)
    {
        var giveUpTicks = Ticks.Now + Ticks.From(_settings.FindTime);
        string? said = null;
        while (true)
        {
            var found = await Discovery.LookAsync(_link, cancellation);
            _chosen = _settings.Wish.Choose(found, out var missing);
            if (missing is null)
                return _chosen;
            if (Ticks.Now >= giveUpTicks)
            {
                throw new ClusterException(
                    $"not enough free agents on {_link.Settings.Shown} after {_settings.FindTime.TotalSeconds:0.#} s: {missing}",
                    found.Count == 0 ? "vllmstream agent --nats URL on each machine" : null);
            }

            if (missing != said)
                _observer.Notice($"not enough yet: {said = missing}");
            await Task.Delay(FindPause, cancellation);
        }
    }

    /// <summary>Gives each chosen agent its share, and waits until all are ready.</summary>
    /// <exception cref="ClusterException">One refuses, is lost, or takes too long; the others are let go.</exception>
    public async Task AssignAsync(ClusterPlan plan, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Key is not null && (!_link.Settings.NeedsTls || _chosen.Any(static agent => !agent.IsTls)))
            throw new ClusterException("the API key is sent over TLS only, and not every link to the broker is TLS", "tls:// for all of them, or the key in the environment of each agent");
        _length = plan.Length;
        _state = _state with { Args = plan.Args, Seed = plan.Seed, OnLoss = _settings.OnLoss, Agents = [.. _chosen.Select(static (agent, share) => new RunStateAgent(agent.Id, agent.Name, agent.Region, share, agent.Labels, agent.CeilingPerSecond))] };
        await _entry.OpenAsync(_state, cancellation);
        _files = await FileServer.StartAsync(_link, _state.Token, plan.Files, cancellation);
        await ListenAsync(_chosen, cancellation);
        try
        {
            await Task.WhenAll(_chosen.Select((agent, share) => MeasureAsync(agent, cancellation)));
            await Task.WhenAll(_chosen.Select((agent, share) => AssignAsync(agent, share, plan, cancellation)));
            await ReadyWait.ForAllAsync(_board!, _settings.PrepareTime, cancellation);
        }
        catch
        {
            await ReleaseAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>Agrees on the start, a little ahead.</summary>
    /// <returns>The start on our own clock.</returns>
    /// <exception cref="ClusterException">Nobody started.</exception>
    public async Task<long> GoAsync(CancellationToken cancellation = default)
    {
        // Clocks drift by some 20 µs in a second, so they are measured again: preparing may have taken minutes.
        await Task.WhenAll(_chosen.Select(agent => MeasureAsync(agent, cancellation)));
        var slowest = _board!.States.Max(static state => state.Clock?.RoundTripTicks ?? 0);
        StartTicks = Ticks.Now + Math.Max(Ticks.From(_settings.StartLead), slowest * 20);
        var startsAt = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(Ticks.ToSeconds(StartTicks - Ticks.Now));
        _state = _state with { StartsAt = startsAt, EndsAt = startsAt + _length, Facts = _board.FactsOf(_chosen[0].Id) };
        // careful: the orders first. The bucket may take its time, and the instant does not wait.
        var putting = _entry.PutAsync(_state, cancellation);
        var started = await Task.WhenAll(_chosen.Select(agent => GoAsync(agent, cancellation)));
        await putting;
        return started.Contains(true) ? StartTicks : throw new ClusterException("no agent took the order to start");
    }

    /// <summary>No more requests; those in flight end. Returns when the agents have heard it.</summary>
    public Task DrainAsync(CancellationToken cancellation = default) => OrderAllAsync(_ending = "drain", cancellation);

    /// <summary>Ends now, with what there is.</summary>
    public Task StopAsync(CancellationToken cancellation = default) => OrderAllAsync(_ending = "stop", cancellation);

    /// <summary>Waits until every agent has ended or is given up, and fetches the results.</summary>
    /// <returns>How each stands at the end, by share; one without a result says why.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled, or another coordinator has the run now.</exception>
    public async Task<IReadOnlyList<AgentState>> CollectAsync(CancellationToken cancellation = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, Superseded);
        var collector = new ResultCollector(_link, _board!, _orders, () => _ending, _settings, _state);
        return await collector.CollectAsync(limit.Token);
    }

    /// <summary>Fetches the records of an agent.</summary>
    /// <returns>False when it does not answer.</returns>
    /// <exception cref="ClusterException">It has none, or they came damaged.</exception>
    public async Task<bool> FetchRecordsAsync(AgentState agent, Stream into, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(agent);
        var triesLeft = 5;
        var request = new ChunkRequest { Token = _state.Token, Name = $"the records of {agent.Info.Shown}" };
        return await ChunkReader.FetchAsync(_link, Subjects.Agent(agent.Info.Id, "file"), request, into, long.MaxValue, _ => --triesLeft > 0, cancellation) is not null;
    }

    /// <summary>Lets the agents go: those with a result forget it, those without call the run off.</summary>
    public async Task ReleaseAsync(CancellationToken cancellation = default)
    {
        await OrderAsync("ack", static agent => !agent.IsLost && (agent.Result is not null || agent.Phase is not (AgentPhase.Running or AgentPhase.Draining or AgentPhase.Done)), cancellation);
        // What was not fetched can still be, by whoever attaches.
        if (Agents.All(static agent => agent.Result is not null || agent.Phase < AgentPhase.Running))
            await _entry.RemoveAsync(_state, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _link.Unlisten(OnLinkNotice);
        foreach (var part in new IAsyncDisposable?[] { Interlocked.Exchange(ref _files, null), Interlocked.Exchange(ref _beacon, null), Interlocked.Exchange(ref _board, null) })
        {
            if (part is not null)
                await part.DisposeAsync();
        }
    }

    private async Task TakeOverAsync(CancellationToken cancellation)
    {
        _chosen = [.. _state.Agents.OrderBy(static agent => agent.Share).Select(static agent => new AgentInfo { Id = agent.Id, Name = agent.Name, Region = agent.Region, Labels = agent.Labels, CeilingPerSecond = agent.CeilingPerSecond })];
        await _entry.PutAsync(_state, cancellation);
        await ListenAsync(_chosen, cancellation);
        if (_state.Facts is { } facts)
            _board!.Tell(observer => observer.Ready(_board!.Of(_chosen[0].Id), facts));
        await Task.WhenAll(_chosen.Select(async agent =>
        {
            // One that does not answer is silent from now on.
            var status = await _orders.SendAsync(agent.Id, "status", AnswerTime, cancellation);
            var state = _board!.Change(agent.Id, slot => slot.Answered(status?.Phase ?? AgentPhase.Idle, Ticks.Now));
            if (status?.Run is null)
                return;
            _board.Tell(observer => observer.Joined(state));
            if (await ClockMeasure.OfAsync(_link, agent.Id, cancellation) is { } clock)
                _board.Change(agent.Id, slot => slot.Clock = clock);
        }));
    }

    private async Task ListenAsync(IReadOnlyList<AgentInfo> agents, CancellationToken cancellation)
    {
        var slots = agents.Select((agent, share) => new AgentSlot(agent, share, agents.Count) { JoinsLate = _state.Generation > 1 }).ToArray();
        _board = await AgentBoard.ListenAsync(_link, _state.Token, slots, _observer, _settings.AgentSilence, OnLost, OnBack, cancellation);
        _losses = new LossHandling(_board, _orders, _state.OnLoss);
        _beacon = await Beacon.StartAsync(_link, _state.Token, _state.Generation, cancellation);
    }

    private async Task MeasureAsync(AgentInfo agent, CancellationToken cancellation)
    {
        var clock = await ClockMeasure.OfAsync(_link, agent.Id, cancellation) ?? throw new ClusterException($"agent {agent.Shown} does not say what time it is");
        _board!.Change(agent.Id, slot => slot.Clock = clock);
    }

    private async Task AssignAsync(AgentInfo agent, int share, ClusterPlan plan, CancellationToken cancellation)
    {
        var message = new AssignMessage
        {
            Run = _state.Run, Token = _state.Token, Version = _settings.Version, Share = share, Shares = _chosen.Count, Seed = plan.Seed, Args = plan.Args, Files = _files!.Facts, Key = plan.Key,
        };
        var reply = await _orders.SendAsync(agent.Id, "assign", Frame.Write(message, ClusterJson.Default.AssignMessage), AnswerTime, cancellation);
        if (reply is null or { Refusal: not null })
            throw new ClusterException($"agent {agent.Shown} refuses its share: {reply?.Refusal ?? "it does not answer"}");
        _board!.Tell(observer => observer.Joined(_board.Change(agent.Id, slot => slot.Answered(reply.Phase, Ticks.Now))));
    }

    private async Task<bool> GoAsync(AgentInfo agent, CancellationToken cancellation)
    {
        var start = _board!.Of(agent.Id).Clock!.ToAgentTicks(StartTicks);
        var message = Frame.Write(new GoMessage { Token = _state.Token, StartTicks = start }, ClusterJson.Default.GoMessage);
        var reply = await _orders.SendAsync(agent.Id, "go", message, AnswerTime, cancellation);
        var why = reply is { Refusal: null } ? null : $"it did not take the order to start: {reply?.Refusal ?? "it does not answer"}";
        if (why is null)
        {
            // careful: from now on its loss is the loss of a share, even if it dies before it says that it runs.
            _board.Change(agent.Id, slot => slot.Answered(AgentPhase.Running, Ticks.Now));
            return true;
        }

        // Nothing will come of its share, and it need not wait.
        _observer.Notice($"agent {agent.Shown}: {why}");
        _board.Change(agent.Id, slot => (slot.IsSettled, slot.Why) = (true, why));
        _ = _orders.SendAsync(agent.Id, "ack", AnswerTime, CancellationToken.None);
        return false;
    }

    private Task<OrderReply?[]> OrderAllAsync(string verb, CancellationToken cancellation) => OrderAsync(verb, static agent => !agent.IsLost, cancellation);

    private Task<OrderReply?[]> OrderAsync(string verb, Func<AgentState, bool> whom, CancellationToken cancellation) =>
        Task.WhenAll(Agents.Where(whom).Select(agent => _orders.SendAsync(agent.Info.Id, verb, AnswerTime, cancellation)));

    private void OnLost(AgentState lost)
    {
        if (_losses is not { } losses || lost.Phase is not AgentPhase.Running || _state.StartsAt is null)
            return;
        _state = _state with { Away = [.. _state.Away, lost.Share] };
        _ = losses.LoseAsync(lost);
        // For whoever picks the run up: what is away may come back, and others have its share.
        _ = _entry.PutAsync(_state, CancellationToken.None);
    }

    private void OnBack(AgentState back) => _ = _losses?.ReturnAsync(back);

    private void OnLinkNotice(string line) => _observer.Notice(line);
}
