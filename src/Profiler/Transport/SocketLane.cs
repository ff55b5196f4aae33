using System.Collections.Concurrent;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Health;
using VllmStream.Profiling.Linux;

namespace VllmStream.Profiling.Transport;

/// <summary>The one lane of the portable transport: a pacer thread begins requests at their instants, .NET's socket threads go on with them.</summary>
/// <remarks>Timers are set by any thread under a short lock; the pacer's own are exact, those set by others may fire one look later.</remarks>
public sealed class SocketLane : Lane
{
    // How often the pacer looks for what others asked of it meanwhile.
    private static readonly long LookTicks = Ticks.FromMs(2);

    private readonly Lock _gate = new();
    private readonly TimerHeap _timers = new();
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly Thread _pacer;
    private volatile bool _over;

    /// <summary>Starts the pacer.</summary>
    public SocketLane(LaneHealth health)
        : base(health)
    {
        _pacer = new Thread(PacerLoop) { IsBackground = true, Name = "pacer", Priority = ThreadPriority.AboveNormal };
        _pacer.Start();
    }

    /// <inheritdoc/>
    public override ITransport Transport { get; } = new SocketTransport();

    /// <inheritdoc/>
    public override void Post(Action work) => _posted.Enqueue(work);

    /// <inheritdoc/>
    // Its requests are at home on any thread.
    public override bool IsCurrent => true;

    /// <inheritdoc/>
    public override void WakeBy(LaneTimer timer, long dueTicks)
    {
        lock (_gate)
            _timers.SetNoLater(timer, dueTicks);
    }

    /// <inheritdoc/>
    protected override void EndThreads()
    {
        _over = true;
        _pacer.Join();
    }

    private void PacerLoop()
    {
        PreciseSleep.PrepareThread();
        ThreadUrgency.RunSoon();
        while (!_over)
        {
            while (_posted.TryDequeue(out var work))
                work();
            while (TryTake(out var timer))
                timer.Fire();
            PreciseSleep.Until(Math.Min(NextDueTicks(), Ticks.Now + LookTicks));
        }
    }

    private bool TryTake(out LaneTimer timer)
    {
        lock (_gate)
            return _timers.TryTake(Ticks.Now, out timer);
    }

    private long NextDueTicks()
    {
        lock (_gate)
            return _timers.NextDueTicks;
    }
}
