namespace VllmStream.Simulation;

/// <summary>Sleeps where there is no futex: a monitor wait for the whole milliseconds, then yielding for the rest.</summary>
internal sealed class MonitorSleep : ISleep
{
    // Timers of such systems are late by up to two milliseconds; the last stretch is yielded away instead.
    private const double YieldSeconds = 0.002;

    private readonly object gate = new();
    private bool woken;

    public void Until(long dueTicks)
    {
        while (true)
        {
            lock (gate)
            {
                if (woken)
                {
                    woken = false;
                    return;
                }

                var left = dueTicks == long.MaxValue ? double.MaxValue : MonotonicClock.ToSeconds(dueTicks - MonotonicClock.Now);
                if (left <= 0) return;
                if (left > YieldSeconds)
                {
                    Monitor.Wait(gate, (int)Math.Min(int.MaxValue, (left - YieldSeconds) * 1000 + 1));
                    continue;
                }
            }

            Thread.Yield();
        }
    }

    public void Wake()
    {
        lock (gate)
        {
            woken = true;
            Monitor.Pulse(gate);
        }
    }
}
