namespace VllmStream.Simulation;

/// <summary>
/// One thread that ends waits at absolute times. The runtime's timers tick in coarse steps of milliseconds, which
/// would be the larger part of every simulated token gap.
/// </summary>
/// <remarks>
/// <see cref="Schedule"/> may be called from any thread. Whoever waits continues on the timing thread itself, because the
/// hop to the thread pool costs more than the write that follows; so it must do little and never block there.
/// </remarks>
internal sealed class Pacer : IDisposable
{
    private readonly Lock gate = new();
    private readonly PriorityQueue<PacedEntry, long> queue = new();
    private readonly ISleep sleep;
    private readonly Thread thread;

    // When the timing thread means to wake by itself; long.MinValue while it is awake, so that nobody pays for a wake-up.
    private long sleepingUntil = long.MinValue;
    private bool stopping;

    public Pacer(ISleep sleep)
    {
        this.sleep = sleep;
        thread = new Thread(Run) { IsBackground = true, Name = "simulator pacer" };
        thread.Start();
    }

    public void Schedule(in PacedEntry entry, long dueTicks)
    {
        bool wake;
        lock (gate)
        {
            if (stopping)
            {
                // Nobody is left to end the wait, so it ends here; a request that comes this late is cut anyway.
                entry.Wait.Complete(entry.Round, isDue: false);
                return;
            }

            queue.Enqueue(entry, dueTicks);
            wake = dueTicks < sleepingUntil;
            // Careful: once somebody wakes the thread, the others behind need not.
            if (wake) sleepingUntil = long.MinValue;
        }

        if (wake) sleep.Wake();
    }

    public void Dispose()
    {
        lock (gate) stopping = true;
        sleep.Wake();
        if (Environment.CurrentManagedThreadId != thread.ManagedThreadId) thread.Join();
        while (queue.TryDequeue(out var entry, out _)) entry.Wait.Complete(entry.Round, isDue: false);
    }

    private void Run()
    {
        while (true)
        {
            PacedEntry entry;
            long due;
            bool ready;
            lock (gate)
            {
                if (stopping) return;
                if (!queue.TryPeek(out entry, out due)) due = long.MaxValue;
                ready = due <= MonotonicClock.Now;
                if (ready) queue.Dequeue();
                sleepingUntil = ready ? long.MinValue : due;
            }

            if (ready) entry.Fire();
            else sleep.Until(due);
        }
    }
}
