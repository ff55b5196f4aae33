using NATS.Client.Core;
using NATS.Client.Services;
using VllmStream.Cluster.Link;
using VllmStream.Cluster.Messages;
using VllmStream.Profiling.Clock;

namespace VllmStream.Cluster.Agents;

/// <summary>An agent on the broker: registered, found by whoever looks, one run at a time. Any thread.</summary>
public sealed class Agent : IAsyncDisposable
{
    // Results that nobody fetched; more of them than this were forgotten for good.
    private const int MostKept = 8;

    private static readonly TimeSpan GoodbyeTime = TimeSpan.FromSeconds(2);

    private readonly NatsLink _link;
    private readonly IAgentWork _work;
    private readonly AgentIdentity _identity;
    private readonly AgentSettings _settings;
    private readonly Lock _gate = new();
    private readonly List<AgentJob> _jobs = [];
    private INatsSvcServer? _service;
    private bool _isLeaving;

    private Agent(NatsLink link, AgentIdentity identity, IAgentWork work, AgentSettings settings) => (_link, _identity, _work, _settings) = (link, identity, work, settings);

    /// <summary>Its random id.</summary>
    public string Id { get; } = RandomName.Agent();

    /// <summary>How far it is with its run.</summary>
    public AgentPhase Phase => Busy()?.Phase ?? AgentPhase.Idle;

    /// <summary>Registers and waits for work.</summary>
    /// <exception cref="ClusterException">The broker does not allow it.</exception>
    public static async Task<Agent> StartAsync(NatsLink link, AgentIdentity identity, IAgentWork work, AgentSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(settings);
        var agent = new Agent(link, identity, work, settings);
        try
        {
            await agent.RegisterAsync(cancellation);
            return agent;
        }
        catch
        {
            await agent.DisposeAsync();
            throw;
        }
    }

    /// <summary>Leaves in good order: drains its run, waits until the result was fetched or <see cref="AgentSettings.LeaveTime"/> is over, and signs off.</summary>
    /// <param name="now">Leaves at once.</param>
    public async Task LeaveAsync(CancellationToken now = default)
    {
        AgentJob[] jobs;
        lock (_gate)
        {
            _isLeaving = true;
            jobs = [.. _jobs];
        }

        foreach (var job in jobs)
            job.Drain("the agent was told to end");
        await Task.WhenAll(jobs.Where(job => job.IsBusy || job.Phase == AgentPhase.Done).Select(job => job.Gone))
            .WaitAsync(_settings.LeaveTime, now).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        AgentJob[] jobs;
        lock (_gate)
        {
            _isLeaving = true;
            jobs = [.. _jobs];
            _jobs.Clear();
        }

        foreach (var job in jobs)
            await job.DisposeAsync();
        if (Interlocked.Exchange(ref _service, null) is { } service)
        {
            // It asks the broker whether all was said, and would wait for one that is away.
            await service.StopAsync().AsTask().WaitAsync(GoodbyeTime).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RegisterAsync(CancellationToken cancellation)
    {
        var config = new NatsSvcConfig(Protocol.Service, _identity.Version)
        {
            Description = "runs a share of a load test", Metadata = _identity.ToMetadata(Id, _link.Settings.NeedsTls),
        };
        // careful: no token for the library, here and below. It would end what it began whenever that is cancelled, and an agent that was told to end has a result to hand out.
        _service = await new NatsSvcContext(_link.Connection).AddServiceAsync(config, CancellationToken.None).AsTask().WaitAsync(cancellation);
        await AddAsync("clock", (RunOrder _) => Task.FromResult(Frame.Write(new ClockReply { Ticks = Ticks.Now, TicksPerSecond = Ticks.PerSecond }, ClusterJson.Default.ClockReply)), cancellation);
        await AddAsync("status", (RunOrder order) => Reply(order.Token is { } token ? Find(token) : Busy(), null), cancellation);
        await AddAsync("assign", (AssignMessage message) => Assign(message), cancellation);
        await AddAsync("go", (GoMessage message) => Order(message.Token, job => job.Go(message.StartTicks)), cancellation);
        await AddAsync("drain", (RunOrder order) => Order(order.Token, job => Do(() => job.Drain("the coordinator asked for it"))), cancellation);
        await AddAsync("stop", (RunOrder order) => Order(order.Token, job => Do(() => job.Stop("the coordinator asked for it"))), cancellation);
        await AddAsync("share", (ShareMessage message) => Order(message.Token, job => job.Add(message)), cancellation);
        await AddAsync("result", (ChunkRequest request) => Task.FromResult(Find(request.Token)?.ResultPart(request) ?? ChunkSource.Refuse(NotOurs)), cancellation);
        await AddAsync("file", (ChunkRequest request) => Find(request.Token)?.RecordPartAsync(request) ?? Task.FromResult(ChunkSource.Refuse(NotOurs)), cancellation);
        await AddAsync("ack", (RunOrder order) => Order(order.Token, job => Do(job.Release)), cancellation);
        await _link.FlushAsync(cancellation);
        if ((_link.Forbidden.Under("vllmstream.agent.") ?? _link.Forbidden.Under("$SRV.")) is { } sentence)
            throw new ClusterException(sentence, "the permissions of an agent in docs/cluster.md");
    }

    private const string NotOurs = "it has no such run";

    private async Task AddAsync<T>(string verb, Func<T, Task<byte[]>> answer, CancellationToken cancellation)
        where T : class, IMessage
    {
        var type = (System.Text.Json.Serialization.Metadata.JsonTypeInfo<T>)ClusterJson.Default.GetTypeInfo(typeof(T))!;
        await _service!.AddEndpointAsync<byte[]>(
            async message =>
            {
                byte[] reply;
                try
                {
                    reply = message.Exception is { } damaged ? throw new ClusterException(damaged.Message) : await answer(Frame.Read(message.Data, type));
                }
                catch (ClusterException e)
                {
                    // Both kinds of answer have a refusal, so whoever asked finds it.
                    reply = Frame.Write(new OrderReply { Refusal = e.Message }, ClusterJson.Default.OrderReply);
                }

                await message.ReplyAsync(reply);
            },
            verb, Subjects.Agent(Id, verb), cancellationToken: CancellationToken.None).AsTask().WaitAsync(cancellation);
    }

    private Task<byte[]> Assign(AssignMessage message)
    {
        AgentJob? job;
        string? refusal;
        lock (_gate)
        {
            job = _jobs.Find(other => other.Message.Token == message.Token);
            refusal = job is not null ? null
                : message.Token.Length is 0 or > 64 || !message.Token.All(char.IsAsciiLetterOrDigit) ? "the run has no token"
                : _isLeaving ? "it is about to end"
                : _jobs.Find(static other => other.IsBusy) is { } busy ? $"it is busy with run {busy.Message.Run}"
                : !ProgramVersion.AreAlike(_identity.Version, message.Version) ? $"it is vllmstream {_identity.Version} and the coordinator {message.Version}; major and minor version must be the same"
                : message.Key is not null && !_link.Settings.NeedsTls ? "it takes no API key over a link without TLS"
                : null;
            if (refusal is null && job is null)
            {
                job = new AgentJob(_link, Id, message, _work, _settings, line => _settings.OnNote?.Invoke(line));
                _jobs.Add(job);
                foreach (var old in _jobs.FindAll(static other => !other.IsBusy).SkipLast(MostKept))
                    old.Release();
            }
        }

        if (refusal is null)
            _ = ForgetAsync(job!);
        _settings.OnNote?.Invoke($"run {message.Run}: share {message.Share + 1} of {message.Shares}{(refusal is null ? "" : $" refused: {refusal}")}");
        return Reply(job, refusal);
    }

    private async Task ForgetAsync(AgentJob job)
    {
        await job.Gone.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
            _jobs.Remove(job);
        await job.DisposeAsync();
    }

    private Task<byte[]> Order(string? token, Func<AgentJob, string?> act) =>
        Find(token) is { } job ? Reply(job, act(job)) : Reply(null, NotOurs);

    private static string? Do(Action act)
    {
        act();
        return null;
    }

    private static Task<byte[]> Reply(AgentJob? job, string? refusal) =>
        Task.FromResult(Frame.Write(new OrderReply { Refusal = refusal, Phase = job?.Phase ?? AgentPhase.Idle, Run = job?.Message.Run }, ClusterJson.Default.OrderReply));

    private AgentJob? Find(string? token)
    {
        lock (_gate)
            return _jobs.Find(job => job.Message.Token == token);
    }

    private AgentJob? Busy()
    {
        lock (_gate)
            return _jobs.Find(static job => job.IsBusy);
    }
}
