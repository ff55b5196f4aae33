namespace VllmStream.Simulation;

/// <summary>The simplest engine: each sequence has a timer of its own, and no request slows another.</summary>
internal sealed class TimerEngine(SimulatorOptions options, Pacer pacer) : IEngine
{
    private readonly double ttftBaseTicks = MonotonicClock.ToTicks(options.TtftBase);
    private readonly double ttftPerPromptTokenTicks = MonotonicClock.ToTicks(options.TtftPerPromptToken);
    private readonly double interTokenTicks = MonotonicClock.ToTicks(options.InterTokenTime);
    private readonly StallSchedule stalls = new(options.Stall, MonotonicClock.Now);

    public EngineState? State => null;

    public ITokenSource Start(IReadOnlyList<SequenceCourse> sequences, long arrivalTicks)
    {
        var timers = new SequenceTimer[sequences.Count];
        for (var i = 0; i < timers.Length; i++)
        {
            var course = sequences[i];
            // Nobody waits here for another: what has arrived is being worked on.
            course.QueuedTicks = arrivalTicks;
            course.ScheduledTicks = arrivalTicks;
            var random = new SeededRandom(course.Plan.TimingSeed);
            var ttft = (ttftBaseTicks + ttftPerPromptTokenTicks * course.Plan.PromptTokens) * NextFactor(ref random);
            timers[i] = new SequenceTimer(arrivalTicks + (long)ttft, course, stalls.TokenOf(course.Plan), random);
            Hold(ref timers[i]);
        }

        return new TimerTokenSource(this, new PacedWait(pacer), timers);
    }

    /// <summary>Moves a timer on to its next token.</summary>
    public void Advance(ref SequenceTimer timer)
    {
        timer.Done++;
        timer.DueTicks += (long)(interTokenTicks * NextFactor(ref timer.Random));
        Hold(ref timer);
    }

    // What comes after a stall comes later by as much.
    private void Hold(ref SequenceTimer timer)
    {
        if (timer.Done == timer.OutputTokens) return;
        if (timer.StallToken > 0 && timer.Done == timer.StallToken) Delay(ref timer, stalls.LengthTicks);
        var thawed = stalls.Thaw(timer.DueTicks);
        if (thawed > timer.DueTicks) Delay(ref timer, thawed - timer.DueTicks);
    }

    private static void Delay(ref SequenceTimer timer, long ticks)
    {
        timer.Course.Stalled(new Stall(timer.Done, timer.DueTicks, ticks));
        timer.DueTicks += ticks;
    }

    private double NextFactor(ref SeededRandom random) => random.NextFactor(options.JitterDistribution, options.Jitter);
}
