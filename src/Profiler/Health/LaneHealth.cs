namespace VllmStream.Profiling.Health;

/// <summary>What one lane sees of its own lateness. Written by the lane without a lock, read by any thread.</summary>
public sealed class LaneHealth
{
    private long _unstamped;
    private long _answers;
    private long _filled;
    private long _events;
    private long _smeared;

    /// <summary>Due (and free to go) to begun.</summary>
    public LagCounts Sends { get; } = new();

    /// <summary>Bytes there to bytes read.</summary>
    public LagCounts Reads { get; } = new();

    /// <summary>From one look of the lane at its sockets to the next, without the time it slept: what comes meanwhile waits.</summary>
    public LagCounts Passes { get; } = new();

    /// <summary>Reads that had no kernel stamp, or none that could be true; the time after the read stands for it.</summary>
    public long Unstamped => Volatile.Read(ref _unstamped);

    /// <summary>Answers of which it is known how their bytes came in.</summary>
    public long Answers => Volatile.Read(ref _answers);

    /// <summary>Those of them that found the socket's buffer full: the server could not send on because this client did not read.</summary>
    public long Filled => Volatile.Read(ref _filled);

    /// <summary>Token events of all answers.</summary>
    public long Events => Volatile.Read(ref _events);

    /// <summary>Token events that came in a segment of their own and yet have the time of the one before, because one read took both.</summary>
    public long Smeared => Volatile.Read(ref _smeared);

    /// <summary>A read had no stamp of its own.</summary>
    public void OnUnstamped() => Interlocked.Increment(ref _unstamped);

    /// <summary>An answer is over.</summary>
    public void OnAnswer(int events, int smeared, bool foundFull)
    {
        Interlocked.Increment(ref _answers);
        if (foundFull)
            Interlocked.Increment(ref _filled);
        Interlocked.Add(ref _events, events);
        if (smeared > 0)
            Interlocked.Add(ref _smeared, smeared);
    }
}
