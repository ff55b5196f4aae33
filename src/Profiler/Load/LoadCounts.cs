namespace VllmStream.Profiling.Load;

/// <summary>Counts of a run that many threads keep and anyone may read at any time.</summary>
public sealed class LoadCounts
{
    private long _sent;
    private long _sentMeasured;
    private long _due;
    private long _heldToTheEnd;
    private long _held;
    private long _ended;
    private long _endedMeasured;
    private long _heldOfWindow;
    private long _skippedOfWindow;
    private long _firstLateTicks = long.MinValue;

    /// <summary>Requests begun, warm-up included.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Counted requests begun.</summary>
    public long SentMeasured => Interlocked.Read(ref _sentMeasured);

    /// <summary>Those of <see cref="HeldToTheEnd"/> that were due in the last window.</summary>
    public long HeldOfWindow => Interlocked.Read(ref _heldOfWindow);

    /// <summary>Requests due in the last window that were never sent, whatever kept them.</summary>
    public long AbandonedOfWindow => HeldOfWindow + Interlocked.Read(ref _skippedOfWindow);

    /// <summary>Counted requests of the last window that have ended, whatever way.</summary>
    public long EndedMeasured => Interlocked.Read(ref _endedMeasured);

    /// <summary>Requests begun that have not ended.</summary>
    public long InFlight
    {
        get
        {
            // Ends first: read the other way round, a request that passes in between would count as minus one.
            var ended = Interlocked.Read(ref _ended);
            return Math.Max(0, Sent - ended);
        }
    }

    /// <summary>Counted requests that were due.</summary>
    public long Due => Interlocked.Read(ref _due);

    /// <summary>Counted requests that the cap held back until the run ended.</summary>
    public long HeldToTheEnd => Interlocked.Read(ref _heldToTheEnd);

    /// <summary>Counted requests that were due and never sent: held back to the end, or left over by a pacer that could not keep up.</summary>
    public long Abandoned => Due - SentMeasured;

    /// <summary>Requests that are due and wait for a place under the cap.</summary>
    public long Held => Interlocked.Read(ref _held);

    /// <summary>How late the first request of the plan went out, in ticks; null before it.</summary>
    public long? FirstLateTicks => Interlocked.Read(ref _firstLateTicks) is var late and not long.MinValue ? late : null;

    /// <summary>A request of the plan goes out now; of the first one it is kept how late that is.</summary>
    internal void OnBegun(long dueTicks)
    {
        if (Volatile.Read(ref _firstLateTicks) == long.MinValue)
            Interlocked.CompareExchange(ref _firstLateTicks, Clock.Ticks.Now - dueTicks, long.MinValue);
    }

    internal void OnHeld(int change) => Interlocked.Add(ref _held, change);

    internal void OnDue(bool warmup)
    {
        if (!warmup)
            Interlocked.Increment(ref _due);
    }

    internal void OnSent(bool warmup)
    {
        Interlocked.Increment(ref _sent);
        if (!warmup)
            Interlocked.Increment(ref _sentMeasured);
    }

    internal void OnEnded(bool warmup)
    {
        Interlocked.Increment(ref _ended);
        if (!warmup)
            Interlocked.Increment(ref _endedMeasured);
    }

    /// <summary>A new window: what is counted of it begins at 0. Called when its start is known to those who count.</summary>
    internal void BeginWindow() => Interlocked.Exchange(ref _endedMeasured, 0);

    internal void OnSkipped(bool isOld)
    {
        if (!isOld)
            Interlocked.Increment(ref _skippedOfWindow);
    }

    internal void OnHeldToTheEnd(bool warmup, bool isOld)
    {
        if (warmup)
            return;
        Interlocked.Increment(ref _heldToTheEnd);
        if (!isOld)
            Interlocked.Increment(ref _heldOfWindow);
    }
}
