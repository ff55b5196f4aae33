using NATS.Client.Core;
using VllmStream.Cluster.Link;
using VllmStream.Cluster.Messages;
using VllmStream.Profiling.Clock;

namespace VllmStream.Cluster.Coordinating;

/// <summary>Hears the agents of a run and notices whom it does not hear. Two loops: messages, and the clock.</summary>
internal sealed class AgentBoard : IAsyncDisposable
{
    // Agents beat once a second, so a hundred of them fill this in a minute in which nobody reads.
    private const int Backlog = 8192;

    // A broker takes a megabyte, and what stands beside them needs some of it.
    private const int MostFacts = 256 * 1024;

    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(100);

    private readonly NatsLink _link;
    private readonly IClusterObserver _observer;
    private readonly TimeSpan _silence;
    private readonly Action<AgentState> _onLost;
    private readonly Action<AgentState> _onBack;
    private readonly Lock _gate = new();
    private readonly Lock _telling = new();
    private readonly Dictionary<string, AgentSlot> _slots;
    private readonly CancellationTokenSource _closing = new();
    private readonly INatsSub<byte[]> _subscription;
    private readonly Task _hearing;
    private readonly Task _looking;

    private AgentBoard(NatsLink link, IClusterObserver observer, TimeSpan silence, IEnumerable<AgentSlot> slots, INatsSub<byte[]> subscription, Action<AgentState> onLost, Action<AgentState> onBack)
    {
        (_link, _observer, _silence, _subscription, _onLost, _onBack) = (link, observer, silence, subscription, onLost, onBack);
        _slots = slots.ToDictionary(static slot => slot.Info.Id, StringComparer.Ordinal);
        _hearing = Task.Run(HearLoopAsync);
        _looking = Task.Run(LookLoopAsync);
    }

    /// <summary>How every agent stands, by share.</summary>
    public IReadOnlyList<AgentState> States
    {
        get
        {
            lock (_gate)
                return [.. _slots.Values.Select(static slot => slot.State(Ticks.Now)).OrderBy(static state => state.Share)];
        }
    }

    /// <summary>Begins to listen; what agents say after it returned is heard.</summary>
    public static async Task<AgentBoard> ListenAsync(NatsLink link, string token, IEnumerable<AgentSlot> slots, IClusterObserver observer, TimeSpan silence, Action<AgentState> onLost, Action<AgentState> onBack, CancellationToken cancellation) =>
        new(link, observer, silence, slots, await link.SubscribeAsync(Subjects.FromAgents(token), Backlog, cancellation), onLost, onBack);

    /// <summary>How one agent stands.</summary>
    public AgentState Of(string agent) => Change(agent, static _ => { });

    /// <summary>Changes what is kept of an agent.</summary>
    public AgentState Change(string agent, Action<AgentSlot> change)
    {
        lock (_gate)
        {
            var slot = _slots[agent];
            change(slot);
            return slot.State(Ticks.Now);
        }
    }

    /// <summary>What an agent said of the run when it was ready, for the run's state; null = nothing, or too much for it.</summary>
    public byte[]? FactsOf(string agent)
    {
        lock (_gate)
            return _slots[agent].Facts is { Length: <= MostFacts } facts ? facts : null;
    }

    /// <summary>When an agent was lost, in ticks; 0 = it is not.</summary>
    public long LostSince(string agent)
    {
        lock (_gate)
            return _slots[agent].LostTicks;
    }

    /// <summary>Tells the observer, one thing at a time.</summary>
    public void Tell(Action<IClusterObserver> what)
    {
        lock (_telling)
            what(_observer);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _subscription.DisposeAsync();
        await Task.WhenAll(_hearing, _looking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private async Task HearLoopAsync()
    {
        await foreach (var message in _subscription.Msgs.ReadAllAsync(_closing.Token))
        {
            try
            {
                Hear(message.Subject, message.Data);
            }
            catch (Exception e)
            {
                // careful: whatever one agent says, the others are heard on.
                Tell(observer => observer.Notice($"a message of an agent was left out: {e.Message}"));
            }
        }
    }

    private void Hear(string subject, byte[]? data)
    {
        var (agent, kind) = Subjects.Split(subject);
        var message = Frame.Read(data, ClusterJson.Default.AgentMessage, out var body);
        AgentState state;
        var (isBack, isNewlyReady) = (false, false);
        var isReport = kind == Subjects.Report && body.Length > 0;
        lock (_gate)
        {
            if (!_slots.TryGetValue(agent, out var slot))
                return;
            isBack = slot.Hear(message, isReport, Ticks.Now) && !slot.IsSettled;
            isNewlyReady = kind == Subjects.Ready && !slot.IsReady;
            slot.IsReady |= isNewlyReady;
            if (isNewlyReady)
                slot.Facts = body.ToArray();
            state = slot.State(Ticks.Now);
        }

        if (isBack)
        {
            Tell(observer => observer.Back(state));
            _onBack(state);
        }

        if (isReport)
            Tell(observer => observer.Report(state, message.Seq, body));
        else if (isNewlyReady && message.Phase == AgentPhase.Refused)
            Tell(observer => observer.Refused(state));
        else if (isNewlyReady)
            Tell(observer => observer.Ready(state, body));
    }

    private async Task LookLoopAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            List<AgentState> lost = [];
            // careful: the link is looked at once for all, so that one outage is no loss of some and none of others.
            var view = _link.View;
            lock (_gate)
            {
                var now = Ticks.Now;
                foreach (var slot in _slots.Values)
                {
                    if (!slot.IsJoined || slot.IsSettled || slot.LostTicks != 0 || view.SilenceOf(slot.HeardTicks, now) is not { } silent || silent < _silence)
                        continue;
                    slot.Lose(now);
                    lost.Add(slot.State(now));
                }
            }

            foreach (var state in lost)
            {
                Tell(observer => observer.Lost(state));
                _onLost(state);
            }

            await Task.Delay(LookPause, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
