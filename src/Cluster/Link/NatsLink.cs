using System.Collections.Concurrent;
using System.Collections.Immutable;
using NATS.Client.Core;
using VllmStream.Profiling.Clock;

namespace VllmStream.Cluster.Link;

/// <summary>The connection to the broker: dials, says clearly why not, publishes, asks, and knows whether it works. Any thread.</summary>
/// <remarks>A publish waits while the broker is away. So nothing that measures calls it: reports go through a queue to a loop of their own.</remarks>
public sealed class NatsLink : IAsyncDisposable
{
    private static readonly TimeSpan ProbePause = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan DialPause = TimeSpan.FromSeconds(0.5);

    // Room in a message for its head and the names around it.
    private const int HeadRoom = 8 * 1024;

    // What the broker takes unless it says otherwise.
    private const int UsualPayload = 1024 * 1024;

    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _asking = new(StringComparer.Ordinal);
    private readonly Task _probing;
    private ImmutableList<Action<string>> _listeners = [];

    private NatsLink(NatsConnection connection, LinkSettings settings)
    {
        Connection = connection;
        Settings = settings;
        connection.ConnectionDisconnected += OnClosedAsync;
        connection.ServerError += OnErrorAsync;
        _probing = ProbeLoopAsync();
    }

    /// <summary>How the broker was dialled.</summary>
    public LinkSettings Settings { get; }

    /// <summary>Most bytes of one message's body, with room for what stands in front of it.</summary>
    public int BodyLimit => (Connection.ServerInfo is { MaxPayload: > HeadRoom and var most } ? most : UsualPayload) - HeadRoom;

    /// <summary>How often the broker was away.</summary>
    public int Outages => Health.Outages;

    /// <summary>For how long it was down in all, outages that are over.</summary>
    public TimeSpan OutageTime => Health.OutageTime;

    /// <summary>Whether it works now.</summary>
    public LinkView View => Health.At(Ticks.Now);

    /// <summary>For how long it has not worked; zero while it does.</summary>
    public TimeSpan DownTime => Health.DownTimeAt(Ticks.Now);

    internal NatsConnection Connection { get; }

    internal LinkHealth Health { get; } = new();

    internal ForbiddenSubjects Forbidden { get; } = new();

    /// <summary>Dials.</summary>
    /// <param name="settings">Whom, and who we are.</param>
    /// <param name="role">Which side we are.</param>
    /// <param name="patience">For how long a broker that does not answer is dialled again; a refusal is final at once.</param>
    /// <param name="onWaiting">Told once why it waits; null = nobody.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ClusterException">There is no link, and why.</exception>
    /// <exception cref="VllmStream.Profiling.Options.OptionException">A file of a certificate or of credentials does not hold what it should.</exception>
    public static async Task<NatsLink> ConnectAsync(LinkSettings settings, LinkRole role, TimeSpan patience = default, Action<string>? onWaiting = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var trust = new LinkTrust(settings);
        var giveUpTicks = Ticks.Now + Ticks.From(patience);
        while (true)
        {
            var log = new LinkLog();
            var connection = new NatsConnection(OptionsOf(settings, role, trust, log));
            try
            {
                await connection.ConnectAsync().AsTask().WaitAsync(cancellation);
                return new NatsLink(connection, settings);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                var failure = LinkFailure.Of(settings, trust, e, log.Last, connection.ServerInfo);
                await connection.DisposeAsync();
                if (!LinkFailure.MayPass(failure) || Ticks.Now >= giveUpTicks)
                    throw failure;
                onWaiting?.Invoke(failure.Message);
                onWaiting = null;
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }

            await Task.Delay(DialPause, cancellation);
        }
    }

    /// <summary>Whom to tell in a line of what happens to the link: a subject that is forbidden, an outage and its end. On a thread of the library.</summary>
    public void Listen(Action<string> listener) => ImmutableInterlocked.Update(ref _listeners, listeners => listeners.Add(listener));

    /// <summary>Whom not to tell any more.</summary>
    public void Unlisten(Action<string> listener) => ImmutableInterlocked.Update(ref _listeners, listeners => listeners.Remove(listener));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await Connection.DisposeAsync();
        await _probing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    /// <summary>Publishes; waits while the broker is away.</summary>
    internal ValueTask PublishAsync(string subject, byte[] data, CancellationToken cancellation) =>
        Connection.PublishAsync(subject, data, cancellationToken: cancellation);

    /// <summary>Asks and waits for the one answer.</summary>
    /// <returns>Null when none came in time, and whether anybody was there to answer.</returns>
    /// <exception cref="ClusterException">The broker does not allow it.</exception>
    internal async Task<(byte[]? Answer, bool IsSomebodyThere)> AskAsync(string subject, byte[] data, TimeSpan timeout, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        // Of several that ask the same thing at once one is told of a refusal at once, and the others when their time is up.
        _asking.TryAdd(subject, limit);
        try
        {
            var message = await Connection.RequestAsync<byte[], byte[]>(subject, data, replyOpts: new NatsSubOpts { Timeout = timeout }, cancellationToken: limit.Token);
            return (message.Data, true);
        }
        catch (NatsNoRespondersException)
        {
            return (null, false);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && e is OperationCanceledException or NatsException or TimeoutException)
        {
            return Forbidden.Of(subject) is { } sentence ? throw new ClusterException(sentence, inner: e) : (null, true);
        }
        finally
        {
            _asking.TryRemove(KeyValuePair.Create(subject, limit));
        }
    }

    /// <summary>Subscribes; what is published after it returned is received, until the subscription is disposed.</summary>
    internal Task<INatsSub<byte[]>> SubscribeAsync(string subject, int capacity, CancellationToken cancellation) =>
        // careful: given to the library, the token would end the subscription whenever it is cancelled, and a run that drains has most to hear yet.
        Connection.SubscribeCoreAsync<byte[]>(subject, opts: new NatsSubOpts { ChannelOpts = new NatsSubChannelOpts { Capacity = capacity } }, cancellationToken: CancellationToken.None).AsTask().WaitAsync(cancellation);

    /// <summary>Returns when the broker has taken everything before it, and has said what it does not allow.</summary>
    internal async Task FlushAsync(CancellationToken cancellation)
    {
        await Connection.PingAsync(cancellation);
        // Errors come by an event of their own, after the answer to the ping.
        await Task.Delay(50, cancellation);
    }

    private static NatsOpts OptionsOf(LinkSettings settings, LinkRole role, LinkTrust trust, LinkLog log) => new()
    {
        Url = string.Join(',', settings.Servers),
        Name = role == LinkRole.Agent ? "vllmstream agent" : "vllmstream run",
        InboxPrefix = role == LinkRole.Agent ? "_INBOX.vllmstream-agent" : "_INBOX.vllmstream-run",
        LoggerFactory = log,
        AuthOpts = LinkCredentials.Of(settings),
        TlsOpts = new NatsTlsOpts { Mode = settings.NeedsTls ? TlsMode.Require : TlsMode.Prefer, ConfigureClientAuthentication = trust.ConfigureAsync },
        // An outage of seconds is worth a quick return: two runs of a heartbeat are all that is lost.
        MaxReconnectRetry = -1,
        ReconnectWaitMin = TimeSpan.FromMilliseconds(200),
        ReconnectWaitMax = TimeSpan.FromSeconds(1),
        IgnoreAuthErrorAbort = true,
        PingInterval = TimeSpan.FromSeconds(5),
        MaxPingOut = 2,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        RequestReplyMode = NatsRequestReplyMode.Direct,
    };

    private async Task ProbeLoopAsync()
    {
        var outages = 0;
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                Health.Asked(Ticks.Now);
                await Connection.PingAsync(_closing.Token);
                Health.Answered(Ticks.Now);
                if (Health.Outages != outages)
                {
                    outages = Health.Outages;
                    Notice("the broker is back");
                }
            }
            catch (Exception) when (!_closing.IsCancellationRequested)
            {
                // careful: whatever it is. The connection was closed under it and the library dials again; without this loop the link would look dead for good.
            }

            await Task.Delay(ProbePause, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private ValueTask OnClosedAsync(object? sender, NatsEventArgs args)
    {
        Health.Closed(Ticks.Now);
        if (!_closing.IsCancellationRequested)
            Notice($"the broker at {Settings.Shown} is away");
        return ValueTask.CompletedTask;
    }

    private ValueTask OnErrorAsync(object? sender, NatsServerErrorEventArgs args)
    {
        if (Forbidden.Add(args.Error) is not { } sentence)
            return ValueTask.CompletedTask;
        Notice(sentence);
        foreach (var (subject, asking) in _asking)
        {
            if (Forbidden.Of(subject) is not null)
                TryCancel(asking);
        }

        return ValueTask.CompletedTask;
    }

    private void Notice(string line)
    {
        foreach (var listener in _listeners)
            listener(line);
    }

    // It may have got its answer, and be gone, in this moment.
    private static void TryCancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
        }
    }
}
