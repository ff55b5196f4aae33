using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Http;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Recording;

/// <summary>The time limits of one request, and the one way to end it from outside.</summary>
/// <remarks>
/// The request's own thread moves the stage and the due time, for every event; its lane's timer is only ever set to an instant
/// that is early enough, and looks again when it fires. Ending takes a lock, so that it can never hit the next request of the
/// same slot.
/// </remarks>
internal sealed class RequestDeadline : IDisposable
{
    // A server that keeps the connection open for a second after [DONE] has forgotten it.
    private static readonly long LingerTicks = Ticks.FromSeconds(1);

    // Far beyond any run, and still a number that can be added to a clock.
    private const long NoLimitTicks = long.MaxValue / 2;

    private readonly Lock _gate = new();
    private readonly Lane _lane;
    private readonly LaneTimer _timer;
    private readonly long _connectTicks;
    private readonly long _firstTokenTicks;
    private readonly long _idleTicks;
    private readonly long _totalTicks;
    private CancellationTokenSource? _connecting;
    private Carrier? _carrier;
    private RequestStage _stage;
    private long _dueTicks = long.MaxValue;
    private long _totalDueTicks = long.MaxValue;
    private long _leaveAfterTicks;
    private long _firstSentTicks;
    private long _leaveDueTicks = long.MaxValue;

    public RequestDeadline(TimeoutOptions timeouts, Lane lane)
    {
        _lane = lane;
        _timer = new LaneTimer(OnTimer);
        _connectTicks = Limit(timeouts.Connect);
        _firstTokenTicks = Limit(timeouts.FirstToken);
        _idleTicks = Limit(timeouts.Idle);
        _totalTicks = Limit(timeouts.Total);
    }

    /// <summary>Why it was ended from outside; null when it was not.</summary>
    public Outcome? EndedAs { get; private set; }

    /// <summary>True when its user left, as planned.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>True when only the connection's end was outstanding.</summary>
    public bool EndedWhileLingering { get; private set; }

    /// <summary>A request begins to look for a connection.</summary>
    /// <param name="nowTicks">Now.</param>
    /// <param name="leaveAfterTicks">How long after the send its user leaves; 0 = the user stays.</param>
    /// <param name="firstSentTicks">When an earlier attempt was sent, from which the user's patience counts; 0 = none was.</param>
    public void Begin(long nowTicks, long leaveAfterTicks, long firstSentTicks)
    {
        lock (_gate)
        {
            EndedAs = null;
            HasLeft = false;
            _leaveAfterTicks = leaveAfterTicks == 0 ? NoLimitTicks : leaveAfterTicks;
            _firstSentTicks = firstSentTicks;
            _leaveDueTicks = long.MaxValue;
            EndedWhileLingering = false;
            _carrier = null;
            _connecting = null;
            _totalDueTicks = long.MaxValue;
            _stage = RequestStage.Connecting;
            Due(nowTicks + _connectTicks);
        }
    }

    /// <summary>Is cancelled when the request is ended from outside, even if it was before; for the attempt to connect.</summary>
    public CancellationToken CancelsConnecting()
    {
        lock (_gate)
        {
            // careful: the one before is not disposed, because its Cancel may be what this request begins inside of.
            _connecting = new CancellationTokenSource();
            if (EndedAs is not null)
                _connecting.Cancel();
            return _connecting.Token;
        }
    }

    /// <summary>The request has its connection.</summary>
    public void Attach(Carrier carrier)
    {
        lock (_gate)
        {
            _carrier = carrier;
            _connecting = null;
            _stage = RequestStage.FirstToken;
            // A server that does not read must not hold the request for ever either; Sent counts anew.
            Sent(Ticks.Now);
            if (EndedAs is not null)
                carrier.Abort();
        }
    }

    /// <summary>The request has been sent.</summary>
    public void Sent(long sentTicks)
    {
        _leaveDueTicks = (_firstSentTicks == 0 ? sentTicks : _firstSentTicks) + _leaveAfterTicks;
        _totalDueTicks = Math.Min(sentTicks + _totalTicks, _leaveDueTicks);
        Due(Math.Min(_totalDueTicks, sentTicks + _firstTokenTicks));
    }

    /// <summary>An event came, and the first token is there.</summary>
    public void Alive(long arrivedTicks)
    {
        var due = Math.Min(_totalDueTicks, arrivedTicks + _idleTicks);
        if (_stage == RequestStage.NextEvent)
        {
            // Only ever later than before: the timer stands early enough.
            Volatile.Write(ref _dueTicks, due);
            return;
        }
        _stage = RequestStage.NextEvent;
        Due(due);
    }

    /// <summary>The answer is complete; only the body's end is outstanding.</summary>
    public void Complete(long arrivedTicks)
    {
        if (_stage == RequestStage.Lingering)
            return;
        _stage = RequestStage.Lingering;
        Due(arrivedTicks + LingerTicks);
    }

    /// <summary>The request has ended by itself.</summary>
    public void End()
    {
        lock (_gate)
        {
            _stage = RequestStage.Idle;
            _carrier = null;
            Volatile.Write(ref _dueTicks, long.MaxValue);
        }
    }

    /// <summary>Ends the request because we want no more of it.</summary>
    public void Cancel()
    {
        lock (_gate)
        {
            if (_stage == RequestStage.Idle)
                return;
            EndedWhileLingering = _stage == RequestStage.Lingering;
            Finish(Outcome.CancelledByUs);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connecting?.Dispose();

    private void Due(long ticks)
    {
        Volatile.Write(ref _dueTicks, ticks);
        _lane.WakeBy(_timer, ticks);
    }

    private void OnTimer()
    {
        var due = Volatile.Read(ref _dueTicks);
        var now = Ticks.Now;
        if (due <= now)
            Expire(now);
        else if (due != long.MaxValue)
            _lane.WakeBy(_timer, due);
    }

    private void Expire(long nowTicks)
    {
        lock (_gate)
        {
            if (_stage == RequestStage.Idle || nowTicks < Volatile.Read(ref _dueTicks))
                return;
            EndedWhileLingering = _stage == RequestStage.Lingering;
            HasLeft = !EndedWhileLingering && nowTicks >= _leaveDueTicks;
            Finish(_stage switch
            {
                _ when HasLeft => Outcome.CancelledByUs,
                RequestStage.Connecting => Outcome.TimeoutConnect,
                _ when nowTicks >= _totalDueTicks => Outcome.TimeoutTotal,
                RequestStage.FirstToken => Outcome.TimeoutFirstToken,
                _ => Outcome.TimeoutIdle,
            });
        }
    }

    private void Finish(Outcome outcome)
    {
        EndedAs ??= outcome;
        Volatile.Write(ref _dueTicks, long.MaxValue);
        // careful: last, because on a lane's own thread the request ends, and the next one begins, inside this call.
        if (_carrier is not null)
            _carrier.Abort();
        else
            _connecting?.Cancel();
    }

    private static long Limit(TimeSpan? limit) => limit is { } span ? Ticks.From(span) : NoLimitTicks;
}
