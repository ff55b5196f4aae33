using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Recording;

/// <summary>The time limits of one request, and the one way to end it from outside.</summary>
/// <remarks>
/// The request's own thread moves the stage and the due time; the sweep reads the due time without the lock and takes the lock
/// only to end it, so that it can never hit the next request of the same slot.
/// </remarks>
internal sealed class RequestDeadline(TimeoutOptions timeouts) : IDisposable
{
    // A server that keeps the connection open for a second after [DONE] has forgotten it.
    private static readonly long LingerTicks = Ticks.FromSeconds(1);

    private readonly Lock _gate = new();
    private CancellationTokenSource? _connecting;
    private TimedPipe? _pipe;
    private RequestStage _stage;
    private long _dueTicks = long.MaxValue;
    private long _totalDueTicks = long.MaxValue;

    /// <summary>Why it was ended from outside; null when it was not.</summary>
    public Outcome? EndedAs { get; private set; }

    /// <summary>True when only the connection's end was outstanding.</summary>
    public bool EndedWhileLingering { get; private set; }

    /// <summary>A request begins to look for a connection.</summary>
    /// <returns>Cancels the attempt to connect.</returns>
    public CancellationToken Begin(long nowTicks)
    {
        lock (_gate)
        {
            EndedAs = null;
            EndedWhileLingering = false;
            _pipe = null;
            if (_connecting is null || !_connecting.TryReset())
            {
                _connecting?.Dispose();
                _connecting = new CancellationTokenSource();
            }
            _totalDueTicks = long.MaxValue;
            _stage = RequestStage.Connecting;
            Volatile.Write(ref _dueTicks, After(nowTicks, timeouts.Connect));
            return _connecting.Token;
        }
    }

    /// <summary>The request has its connection.</summary>
    public void Attach(TimedPipe pipe)
    {
        lock (_gate)
        {
            _pipe = pipe;
            _stage = RequestStage.FirstToken;
            // A server that does not read must not hold the request for ever either; Sent counts anew.
            Sent(Ticks.Now);
            if (EndedAs is not null)
                pipe.Abort();
        }
    }

    /// <summary>The request has been sent.</summary>
    public void Sent(long sentTicks)
    {
        _totalDueTicks = After(sentTicks, timeouts.Total);
        Volatile.Write(ref _dueTicks, Math.Min(_totalDueTicks, After(sentTicks, timeouts.FirstToken)));
    }

    /// <summary>An event came, and the first token is there.</summary>
    public void Alive(long arrivedTicks)
    {
        _stage = RequestStage.NextEvent;
        Volatile.Write(ref _dueTicks, Math.Min(_totalDueTicks, After(arrivedTicks, timeouts.Idle)));
    }

    /// <summary>The answer is complete; only the body's end is outstanding.</summary>
    public void Complete(long arrivedTicks)
    {
        if (_stage == RequestStage.Lingering)
            return;
        _stage = RequestStage.Lingering;
        Volatile.Write(ref _dueTicks, arrivedTicks + LingerTicks);
    }

    /// <summary>The request has ended by itself.</summary>
    public void End()
    {
        lock (_gate)
        {
            _stage = RequestStage.Idle;
            _pipe = null;
            Volatile.Write(ref _dueTicks, long.MaxValue);
        }
    }

    /// <summary>True when a limit has passed.</summary>
    public bool IsOverdue(long nowTicks) => nowTicks > Volatile.Read(ref _dueTicks);

    /// <summary>Ends the request if a limit has passed.</summary>
    public void Expire(long nowTicks)
    {
        lock (_gate)
        {
            if (_stage == RequestStage.Idle || !IsOverdue(nowTicks))
                return;
            EndedWhileLingering = _stage == RequestStage.Lingering;
            Finish(_stage switch
            {
                RequestStage.Connecting => Outcome.TimeoutConnect,
                _ when nowTicks > _totalDueTicks => Outcome.TimeoutTotal,
                RequestStage.FirstToken => Outcome.TimeoutFirstToken,
                _ => Outcome.TimeoutIdle,
            });
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

    private void Finish(Outcome outcome)
    {
        EndedAs ??= outcome;
        Volatile.Write(ref _dueTicks, long.MaxValue);
        if (_pipe is not null)
            _pipe.Abort();
        else
            _connecting?.Cancel();
    }

    private static long After(long ticks, TimeSpan? limit) => limit is { } span ? ticks + Ticks.From(span) : long.MaxValue;
}
