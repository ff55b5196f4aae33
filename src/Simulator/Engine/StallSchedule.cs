namespace VllmStream.Simulation;

/// <summary>When who stalls: a pure function of the seeds of the sequences and of the time since the start. Used from any thread.</summary>
internal sealed class StallSchedule
{
    // Apart from the draws of the sequence itself, which must not change when stalls are switched on.
    private const ulong Stream = 0x57A11;

    private readonly long lengthTicks;
    private readonly double share;
    private readonly long periodTicks;
    private readonly long originTicks;

    public StallSchedule(StallOptions? options, long originTicks)
    {
        this.originTicks = originTicks;
        if (options is null) return;
        lengthTicks = (long)MonotonicClock.ToTicks(options.Duration);
        share = options.Share;
        periodTicks = options.Period is { } period ? (long)MonotonicClock.ToTicks(period) : 0;
    }

    /// <summary>The token before which a sequence pauses, at least 1; 0 = it does not.</summary>
    public int TokenOf(in SequencePlan plan)
    {
        if (share == 0 || plan.OutputTokens < 2) return 0;
        var random = new SeededRandom(SeededRandom.Mix(plan.TimingSeed, Stream));
        return random.NextUnit() < share ? 1 + (int)(random.NextUnit() * (plan.OutputTokens - 1)) : 0;
    }

    /// <summary>How long such a pause lasts.</summary>
    public long LengthTicks => lengthTicks;

    /// <summary>The end of the pause of the whole server that an instant falls into; the instant itself outside of them.</summary>
    public long Thaw(long ticks)
    {
        if (periodTicks == 0 || ticks - originTicks < periodTicks) return ticks;
        var into = (ticks - originTicks) % periodTicks;
        return into < lengthTicks ? ticks - into + lengthTicks : ticks;
    }
}
