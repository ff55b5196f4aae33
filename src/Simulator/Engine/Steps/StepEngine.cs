namespace VllmStream.Simulation;

/// <summary>Runs a <see cref="StepLoop"/> on a clock, and hands its outputs to the requests as the front end of a server does.</summary>
/// <remarks>
/// Requests come in from any thread. Steps are begun and ended in one chain of continuations on the timing thread. A step begins at
/// the instant the one before was planned to end, however late that was noticed, so that lateness does not add up; and it
/// takes only sequences that had come by then, so that what happens is a function of the arrivals alone.
/// </remarks>
internal sealed class StepEngine : IEngine, IDisposable
{
    // Outputs that leave in one go where the front end takes time; vLLM's handles up to 128 before it looks at its sockets.
    private const int FrontEndSlice = 16;

    private readonly IEngineClock clock;
    private readonly StepLoop loop;
    private readonly StallSchedule stalls;
    private readonly double perOutputTicks;
    private readonly int kvBlocks;
    private readonly Lock gate = new();

    // Every sequence that has not ended, by its request.
    private readonly Dictionary<StepTokenSource, StepSequence[]> open = [];

    // What the step under way made; of the timing thread.
    private readonly List<StepOutput> outputs = [];

    // When the first change came that the chain has not seen; 0 = none.
    private long news;
    private bool isIdle;
    private volatile bool isStopped;

    // When the front end is done with what it has; of the timing thread.
    private long frontEndFree;

    public StepEngine(StepOptions options, ulong seed, StallOptions? stallOptions, IEngineClock clock)
    {
        this.clock = clock;
        stalls = new StallSchedule(stallOptions, clock.Now);
        loop = new StepLoop(options, seed, stalls);
        perOutputTicks = MonotonicClock.FromMicroseconds(options.PerOutputUs);
        kvBlocks = options.KvBlocks;
        // It never throws: what it runs are the model and continuations, which keep their exceptions.
        _ = RunLoopAsync();
    }

    public EngineState? State
    {
        get
        {
            lock (gate)
            {
                return new EngineState
                {
                    Running = loop.Running,
                    Waiting = loop.Waiting,
                    KvBlocks = kvBlocks,
                    FreeKvBlocks = loop.Cache.Free,
                    PrefixQueries = loop.Counts.PrefixQueries,
                    PrefixHits = loop.Counts.PrefixHits,
                    Preemptions = loop.Counts.Preemptions,
                    Drafts = loop.Counts.Drafts,
                    DraftTokens = loop.Counts.DraftTokens,
                    AcceptedAt = [.. loop.Counts.AcceptedAt],
                    IterationTokens = loop.Counts.IterationTokens,
                };
            }
        }
    }

    public ITokenSource Start(IReadOnlyList<SequenceCourse> sequences, long arrivalTicks)
    {
        var source = new StepTokenSource(this, sequences.Count);
        var entries = new StepSequence[sequences.Count];
        for (var i = 0; i < entries.Length; i++) entries[i] = new StepSequence(sequences[i], i, source, stalls.TokenOf(sequences[i].Plan));
        bool wake;
        lock (gate)
        {
            // Under the lock, so that the order of the queue is that of the times.
            var now = clock.Now;
            open.Add(source, entries);
            foreach (var entry in entries)
            {
                entry.Course.QueuedTicks = now;
                loop.Add(entry);
            }

            if (news == 0) news = now;
            wake = isIdle;
        }

        if (wake) clock.Wake();
        return source;
    }

    /// <summary>Forgets a request whose client has left.</summary>
    public void Remove(StepTokenSource source)
    {
        bool wake;
        lock (gate)
        {
            if (!open.Remove(source, out var entries)) return;
            foreach (var entry in entries) loop.Remove(entry);
            // Blocks that came free may be what somebody waits for.
            if (news == 0) news = clock.Now;
            wake = isIdle;
        }

        if (wake) clock.Wake();
    }

    /// <summary>Ends all requests.</summary>
    public void Dispose()
    {
        isStopped = true;
        StepTokenSource[] left;
        lock (gate) left = [.. open.Keys];
        foreach (var source in left) source.Abort();
        clock.Wake();
    }

    private async Task RunLoopAsync()
    {
        var at = 0L;
        while (!isStopped)
        {
            bool began;
            long until;
            lock (gate)
            {
                // What wakes an idle engine is also the earliest that it can go on at; one at work keeps to its plan.
                if (isIdle) at = Math.Max(at, news);
                news = 0;
                began = loop.TryBegin(at, out until);
                isIdle = !began;
            }

            if (began)
            {
                await SleepAsync(until);
                at = until;
                lock (gate) loop.Finish(at, outputs);
                await DeliverAsync(at);
            }
            else if (await IdleAsync(until))
            {
                at = until;
            }
        }
    }

    // Wakes that were meant for an idle engine may find it at work.
    private async ValueTask SleepAsync(long until)
    {
        while (!isStopped && !await clock.UntilAsync(until))
        {
        }
    }

    private ValueTask<bool> IdleAsync(long until)
    {
        var wait = clock.UntilAsync(until);
        // Who came between the look at the queue and the start of the wait has found nothing to wake.
        bool late;
        lock (gate) late = news != 0;
        if (late || isStopped) clock.Wake();
        return wait;
    }

    private async ValueTask DeliverAsync(long at)
    {
        var start = Math.Max(at, frontEndFree);
        for (var i = 0; i < outputs.Count && !isStopped; i++)
        {
            var (source, step) = outputs[i];
            var due = start + (long)(perOutputTicks * (i - i % FrontEndSlice));
            if (due > at && i % FrontEndSlice == 0 && due > clock.Now) await SleepAsync(due);
            if (step.IsLast) Ended(source);
            source.Deliver(step with { DueTicks = due });
        }

        frontEndFree = start + (long)(perOutputTicks * outputs.Count);
        outputs.Clear();
    }

    // A request is forgotten with its last sequence, so that what is open is what can still be cut.
    private void Ended(StepTokenSource source)
    {
        lock (gate)
        {
            if (open.TryGetValue(source, out var entries) && Array.TrueForAll(entries, static entry => entry.IsOver)) open.Remove(source);
        }
    }
}
