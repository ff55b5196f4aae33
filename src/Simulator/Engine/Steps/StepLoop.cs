namespace VllmStream.Simulation;

/// <summary>
/// The model of an engine whose sequences share steps, as vLLM's scheduler runs them. A step gives each decoding sequence a token
/// and spends what is left of its token budget on prompts, in chunks where they do not fit, first come first served. It takes
/// a + b x prompt tokens + c x decoding sequences + d x their context, and its tokens appear at its end. Whoever finds no block of
/// the cache any more takes those of the sequence that came last, which starts over later and computes all it had again.
/// </summary>
/// <remarks>
/// A pure function of the instants at which it is called: it knows no clock, and two runs with the same calls give the same
/// outputs. Used under the lock of its engine.
/// </remarks>
internal sealed class StepLoop(StepOptions options, ulong seed, StallSchedule stalls)
{
    private readonly KvCache cache = new(options.KvBlocks);

    // In the order of arrival: a preempted sequence is always the last of those that run, and the first of those that wait.
    private readonly List<StepSequence> running = [];
    private readonly LinkedList<StepSequence> waiting = new();

    // Those the step under way works on.
    private readonly List<StepSequence> batch = [];

    private readonly int reserve = (int)(options.KvBlocks * options.Watermark);
    private readonly int drafts = options.SpecDecoding?.Drafts ?? 0;
    private ulong steps;

    // When the step under way would have ended without a stall of the whole server.
    private long plannedEnd;

    public int Running => running.Count;

    public int Waiting => waiting.Count;

    public KvCache Cache => cache;

    public StepCounts Counts { get; } = new(options.SpecDecoding?.Drafts ?? 0);

    /// <summary>Steps begun so far.</summary>
    public long Steps => (long)steps;

    /// <summary>Takes a sequence in; its <see cref="SequenceCourse.QueuedTicks"/> must not be before that of the one before.</summary>
    public void Add(StepSequence sequence) => waiting.AddLast(sequence);

    /// <summary>Forgets a sequence whose client has left; a step that works on it goes on to its end.</summary>
    public void Remove(StepSequence sequence)
    {
        if (sequence.IsOver) return;
        sequence.IsOver = true;
        cache.Release(sequence.Blocks);
        if (!running.Remove(sequence)) waiting.Remove(sequence);
    }

    /// <summary>Begins a step at an instant.</summary>
    /// <returns>True: it ends at <paramref name="until"/>. False: there is nothing to do before then, unless a sequence comes.</returns>
    public bool TryBegin(long atTicks, out long until)
    {
        batch.Clear();
        var budget = options.MaxNumBatchedTokens;
        // As in vLLM, a step that had to preempt admits nobody: it would only lose its blocks again.
        if (ContinueRunning(atTicks, ref budget)) Admit(atTicks, ref budget);
        if (batch.Count == 0)
        {
            until = NextChange(atTicks);
            return false;
        }

        plannedEnd = atTicks + StepTicks();
        until = stalls.Thaw(plannedEnd);
        steps++;
        return true;
    }

    /// <summary>Ends the step that was begun last, and appends what it made.</summary>
    public void Finish(long atTicks, List<StepOutput> outputs)
    {
        var tokens = 0;
        foreach (var sequence in batch)
        {
            if (!sequence.IsOver) tokens += Finish(sequence, atTicks, outputs);
        }

        running.RemoveAll(static sequence => sequence.IsOver);
        if (tokens > 0) Counts.IterationTokens.Observe(tokens);
    }

    // True when nobody had to be preempted.
    private bool ContinueRunning(long atTicks, ref int budget)
    {
        var preemptions = Counts.Preemptions;
        // The count shrinks while it goes on: those preempted leave at the end, which it has not come to.
        for (var i = 0; i < running.Count && budget > 0; i++)
        {
            var sequence = running[i];
            if (sequence.ResumeTicks > atTicks) continue;
            var tokens = Math.Min(budget, sequence.IsPrefilling ? sequence.Target - sequence.Computed : 1 + DraftsFor(sequence));
            if (HasRoom(sequence, sequence.Computed + tokens, atTicks)) Schedule(sequence, tokens, ref budget);
        }

        return Counts.Preemptions == preemptions;
    }

    private bool HasRoom(StepSequence sequence, int tokens, long atTicks)
    {
        while (sequence.KeepsBlocks && !cache.TryGrow(sequence.Blocks, sequence.PromptBlocks, tokens))
        {
            var last = running[^1];
            Preempt(last, atTicks);
            if (last == sequence) return false;
        }

        return true;
    }

    private void Preempt(StepSequence sequence, long atTicks)
    {
        cache.Release(sequence.Blocks);
        sequence.Computed = 0;
        sequence.Target = sequence.Course.Plan.PromptTokens + sequence.Generated;
        running.RemoveAt(running.Count - 1);
        waiting.AddFirst(sequence);
        sequence.Course.Preempted(atTicks);
        Counts.Preemptions++;
    }

    private void Admit(long atTicks, ref int budget)
    {
        while (budget > 0 && running.Count < options.MaxNumSeqs && waiting.First is { Value: var sequence } && sequence.Course.QueuedTicks <= atTicks)
        {
            // The last token of a prompt is computed in any case: without it there is nothing to make the next one from.
            var hits = cache.CountHits(sequence.PromptBlocks, (sequence.Target - 1) / KvCache.BlockTokens);
            var cached = hits * KvCache.BlockTokens;
            var tokens = Math.Min(budget, sequence.Target - cached);
            // Where nobody runs there is nobody to keep a reserve for, and the longest request must have its turn.
            if (sequence.KeepsBlocks && !cache.TryAdmit(sequence.Blocks, sequence.PromptBlocks, hits, cached + tokens, running.Count == 0 ? 0 : reserve)) return;
            waiting.RemoveFirst();
            running.Add(sequence);
            sequence.Computed = cached;
            if (sequence.Course.ScheduledTicks == 0) CountFirst(sequence, cached, atTicks);
            Schedule(sequence, tokens, ref budget);
        }
    }

    private void CountFirst(StepSequence sequence, int cached, long atTicks)
    {
        sequence.Course.ScheduledTicks = atTicks;
        sequence.Course.CachedTokens = cached;
        if (!sequence.KeepsBlocks) return;
        Counts.PrefixQueries += sequence.Course.Plan.PromptTokens;
        Counts.PrefixHits += cached;
    }

    private void Schedule(StepSequence sequence, int tokens, ref int budget)
    {
        sequence.InStep = tokens;
        budget -= tokens;
        batch.Add(sequence);
    }

    // Not more than can still be used, so that what is accepted is what is sent.
    private int DraftsFor(StepSequence sequence) => Math.Min(drafts, sequence.Course.Plan.OutputTokens - sequence.Generated - 1);

    private long StepTicks()
    {
        int prefill = 0, decoding = 0;
        long context = 0;
        foreach (var sequence in batch)
        {
            if (sequence.IsPrefilling)
            {
                prefill += sequence.InStep;
                continue;
            }

            decoding++;
            context += sequence.Course.Plan.PromptTokens + sequence.Generated;
        }

        var us = options.BaseUs + (options.PerPrefillTokenUs * prefill) + (options.PerSequenceUs * decoding) + (options.PerContextTokenUs * context);
        // By its number and not in a row, so that a step's noise does not depend on what was drawn before.
        var random = new SeededRandom(SeededRandom.Mix(seed, steps));
        return Math.Max(1, (long)MonotonicClock.FromMicroseconds(us * random.NextFactor(options.NoiseDistribution, options.Noise)));
    }

    // The nearest end of a stall, or the next arrival that lies ahead; whoever waits for blocks waits for one of these too.
    private long NextChange(long atTicks)
    {
        var change = long.MaxValue;
        foreach (var sequence in running) change = Math.Min(change, Math.Max(sequence.ResumeTicks, atTicks + 1));
        if (waiting.First is { Value.Course.QueuedTicks: var queued } && queued > atTicks) change = Math.Min(change, queued);
        return change;
    }

    // The tokens that vLLM's count of an iteration has for it.
    private int Finish(StepSequence sequence, long atTicks, List<StepOutput> outputs)
    {
        var made = 1;
        if (sequence.IsPrefilling)
        {
            sequence.Computed += sequence.InStep;
            if (sequence.IsPrefilling) return 0;
        }
        else
        {
            made += Accept(sequence);
            sequence.Computed += made;
        }

        var plan = sequence.Course.Plan;
        var before = sequence.Generated;
        sequence.Generated += made;
        sequence.IsOver = sequence.Generated == plan.OutputTokens;
        if (atTicks > plannedEnd) sequence.Course.Stalled(new Stall(before, plannedEnd, atTicks - plannedEnd));
        outputs.Add(new StepOutput(sequence.Source, new TokenStep(sequence.Choice, before, made, sequence.IsOver, atTicks, atTicks)));
        if (sequence.IsOver) cache.Release(sequence.Blocks);
        else Stall(sequence, atTicks);
        return before == 0 ? plan.PromptTokens + made : made;
    }

    private int Accept(StepSequence sequence)
    {
        var checkedDrafts = sequence.InStep - 1;
        if (checkedDrafts == 0) return 0;
        var accepted = options.SpecDecoding!.Draw(checkedDrafts, ref sequence.Random);
        Counts.Drafts++;
        Counts.DraftTokens += checkedDrafts;
        for (var i = 0; i < accepted; i++) Counts.AcceptedAt[i]++;
        return accepted;
    }

    private void Stall(StepSequence sequence, long atTicks)
    {
        if (sequence.StallToken == 0 || sequence.Generated < sequence.StallToken) return;
        sequence.StallToken = 0;
        sequence.ResumeTicks = atTicks + stalls.LengthTicks;
        sequence.Course.Stalled(new Stall(sequence.Generated, atTicks, stalls.LengthTicks));
    }
}
