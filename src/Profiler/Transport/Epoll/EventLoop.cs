using System.Collections.Concurrent;
using System.Diagnostics;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Health;
using VllmStream.Profiling.Linux;

namespace VllmStream.Profiling.Transport.Epoll;

/// <summary>A lane that is one thread: it waits for sockets, timers and posted work, and everything its requests do happens on it. Linux only.</summary>
/// <remarks>
/// One <c>epoll_wait</c> for many events, one <c>recvmsg</c> for each, and the parser runs inside that call; nothing is handed to
/// another thread before a record is complete. Due timers are looked at between two reads: arrivals carry the kernel's stamp and
/// can wait, sends cannot.
/// </remarks>
internal sealed class EventLoop : Lane
{
    // Of one wait: enough to spread its price, few enough to look at posted work every other millisecond.
    private const int EventsPerWait = 256;

    // Posted work is mostly requests that begin, at some 50 µs each: between two looks at the sockets no more of them than this.
    private const int PostedPerPass = 8;

    // Before an exact timer the loop stays awake: to wake up takes some 30 µs, now and then a hundred. But never for more than
    // this part of the time between two of them, or a high rate would be all waiting.
    private static readonly long AwakeTicks = Ticks.FromMs(0.08);
    private const int AwakePart = 12;

    // The descriptors that are no sockets.
    private const int WakeData = -1;
    private const int TimerData = -2;

    private readonly int _epoll;
    private readonly WakeEvent _wake;
    private readonly AbsoluteTimer _alarm;
    private readonly PolledEvents _polled = new(EventsPerWait);
    private readonly SocketSlots _sockets = new();
    private readonly TimerHeap _timers = new();
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly Thread _thread;
    private int _threadId;
    private long _lastExactTicks;
    private volatile bool _over;

    /// <summary>Starts the thread.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The system gives no descriptors.</exception>
    public EventLoop(LaneHealth health)
        : base(health)
    {
        _epoll = Descriptors.OrThrow(Libc.epoll_create1(Libc.EpollCloseOnExec));
        _wake = new WakeEvent();
        _alarm = new AbsoluteTimer();
        Watch(_wake.Descriptor, Libc.EpollIn | Libc.EpollEdgeTriggered, WakeData);
        Watch(_alarm.Descriptor, Libc.EpollIn | Libc.EpollEdgeTriggered, TimerData);
        Transport = new EpollTransport(this);
        _thread = new Thread(Loop) { IsBackground = true, Name = "event loop" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public override ITransport Transport { get; }

    /// <inheritdoc/>
    public override bool IsCurrent => Environment.CurrentManagedThreadId == _threadId;

    /// <inheritdoc/>
    public override bool ReadsFirst => true;

    /// <summary>Receives with the kernel's stamp.</summary>
    public StampedReceiver Receiver { get; } = new();

    /// <summary>Maps its stamps.</summary>
    public KernelClock Clock { get; } = new();

    /// <summary>Where all sockets of the loop receive, one after another.</summary>
    public SharedBuffer Buffer { get; } = new();

    /// <summary>The newest time that anybody on the loop has taken; at least as new as the last wait.</summary>
    public long NowTicks { get; set; }

    /// <summary>True when what the loop reads now may have waited: for what it did before, or for this thread to run.</summary>
    public bool IsBehind { get; private set; }

    /// <inheritdoc/>
    public override void Post(Action work)
    {
        _posted.Enqueue(work);
        _wake.Set();
    }

    /// <inheritdoc/>
    public override void WakeBy(LaneTimer timer, long dueTicks)
    {
        Debug.Assert(IsCurrent);
        _timers.SetNoLater(timer, dueTicks);
    }

    /// <summary>Takes a socket in.</summary>
    /// <returns>Its number for <see cref="Watch"/>.</returns>
    public int Add(LoopSocket socket) => _sockets.Add(socket);

    /// <summary>Lets a socket go; its number is free again after this pass.</summary>
    public void Remove(int number) => _sockets.Remove(number);

    /// <summary>Begins to wait for a descriptor.</summary>
    public bool Watch(int descriptor, uint events, int number) => PolledEvents.Control(_epoll, Libc.EpollAdd, descriptor, events, number);

    /// <summary>Waits for something else on a descriptor.</summary>
    public void Change(int descriptor, uint events, int number) => PolledEvents.Control(_epoll, Libc.EpollModify, descriptor, events, number);

    /// <summary>Waits no more for a descriptor.</summary>
    public void Unwatch(int descriptor) => PolledEvents.Control(_epoll, Libc.EpollDelete, descriptor, 0, 0);

    /// <inheritdoc/>
    protected override void EndThreads()
    {
        _over = true;
        _wake.Set();
        _thread.Join();
        // What is still open ends on this thread, which is the loop from now on.
        _threadId = Environment.CurrentManagedThreadId;
        _sockets.AbortAll();
        while (_posted.TryDequeue(out var work))
            work();
        _ = Libc.close(_epoll);
        _wake.Dispose();
        _alarm.Dispose();
        _polled.Dispose();
        Receiver.Dispose();
        Buffer.Dispose();
    }

    private void Loop()
    {
        _threadId = Environment.CurrentManagedThreadId;
        PreciseSleep.PrepareThread();
        ThreadUrgency.RunSoon();
        var begun = NowTicks;
        while (!_over)
        {
            var lookedTicks = begun;
            var wakeTicks = WakeTicks();
            var isAwake = wakeTicks <= NowTicks;
            if (!isAwake)
                _alarm.SetTo(wakeTicks, NowTicks);
            var count = isAwake ? _polled.Poll(_epoll) : _polled.Wait(_epoll);
            begun = NowTicks = Ticks.Now;
            Clock.Follow(begun);
            // careful: armed again before the queue is emptied, so that what is posted from here on wakes the next wait.
            _wake.Rearm();
            for (var i = 0; i < count; i++)
            {
                IsBehind = NowTicks - lookedTicks > LoopSocket.LateTicks;
                _sockets.Find(_polled.DataOf(i))?.OnReady(_polled.EventsOf(i));
                if (_timers.NextDueTicks <= NowTicks)
                    RunTimers();
            }
            RunPosted();
            if (_timers.NextDueTicks <= NowTicks)
                RunTimers();
            _sockets.EndPass();
            // The last read took the time just now. A look that found nothing is no pass.
            if (count > 0 || !isAwake)
                Health.Passes.Add(NowTicks - begun);
        }
    }

    private long WakeTicks()
    {
        var due = _timers.NextDueTicks;
        return _timers.IsNextExact ? due - Math.Clamp((due - _lastExactTicks) / AwakePart, 0, AwakeTicks) : due;
    }

    private void RunTimers()
    {
        NowTicks = Ticks.Now;
        while (_timers.TryTake(NowTicks, out var timer))
        {
            if (timer.IsExact)
                _lastExactTicks = timer.DueTicks;
            timer.Fire();
        }
    }

    // A portion: neither work that posts itself again nor a thousand requests that begin at once may keep the loop from its sockets.
    private void RunPosted()
    {
        if (_posted.IsEmpty)
            return;
        for (var left = PostedPerPass; left > 0 && _posted.TryDequeue(out var work); left--)
            work();
        NowTicks = Ticks.Now;
        if (!_posted.IsEmpty)
            _wake.Set();
    }
}
