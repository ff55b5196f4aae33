using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Health;
using VllmStream.Profiling.Load;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling;

/// <summary>The run's own clockwork on one thread: the end of the window, collection pauses, steps of the wall clock, looks at the server, and the read-lag canary where the kernel stamps nothing.</summary>
internal sealed class SamplerLoop : IDisposable
{
    // Fine enough for the end of a window and for collection pauses; 100 wake-ups a second cost nothing.
    private static readonly long PeriodTicks = Ticks.FromMs(10);

    private readonly ActiveRequests _active;
    private readonly ClientHealth _health;
    private readonly ReadLagCanary? _canary;
    private readonly Thread _thread;
    private readonly ClockStepWatch _clockSteps = new();
    private volatile Func<MeasuredWindow?>? _window;
    private volatile Lookout? _lookout;
    private volatile bool _over;

    public SamplerLoop(ActiveRequests active, ClientHealth health, IReadOnlyList<Lane> lanes)
    {
        _active = active;
        _health = health;
        _canary = lanes[0] is SocketLane portable ? ReadLagCanary.Start(portable.Health) : null;
        _thread = new Thread(Loop) { IsBackground = true, Name = "sampler", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>From now on this window is ended by the clock, and somebody looks at the server beside it.</summary>
    /// <param name="window">The window, once there is one: a load may have something to do before it.</param>
    /// <param name="lookout">Who looks.</param>
    public void Watch(Func<MeasuredWindow?> window, Lookout lookout) => (_lookout, _window) = (lookout, window);

    public void Dispose()
    {
        _over = true;
        _thread.Join();
        _canary?.Dispose();
    }

    private void Loop()
    {
        PreciseSleep.PrepareThread();
        for (var next = Ticks.Now; !_over; next += PeriodTicks)
        {
            PreciseSleep.Until(next);
            var now = Ticks.Now;
            _canary?.Beat();
            _health.SamplePauses();
            if (_clockSteps.Look(now, TimeProvider.System.GetUtcNow()) is not null)
                _active.MarkClockStep();
            if (_window?.Invoke() is { } window)
            {
                window.CheckEnd(now);
                _lookout!.Beat(now, window);
            }
            // After a long stall the beats that were missed stay missed: many at once would measure each other.
            if (now - next > PeriodTicks)
                next = now;
        }
    }
}
