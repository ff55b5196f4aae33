namespace VllmStream.Simulation;

/// <summary>The simplest engine: each sequence has a timer of its own, and no request slows another.</summary>
internal sealed class TimerEngine(SimulatorOptions options, Pacer pacer) : IEngine
{
    private readonly double ttftBaseTicks = MonotonicClock.ToTicks(options.TtftBase);
    private readonly double ttftPerPromptTokenTicks = MonotonicClock.ToTicks(options.TtftPerPromptToken);
    private readonly double interTokenTicks = MonotonicClock.ToTicks(options.InterTokenTime);

    public ITokenSource Start(IReadOnlyList<SequencePlan> sequences, long arrivalTicks)
    {
        var timers = new SequenceTimer[sequences.Count];
        for (var i = 0; i < timers.Length; i++)
        {
            var plan = sequences[i];
            var random = new SeededRandom(plan.TimingSeed);
            var ttft = (ttftBaseTicks + ttftPerPromptTokenTicks * plan.PromptTokens) * NextFactor(ref random);
            timers[i] = new SequenceTimer(arrivalTicks + (long)ttft, plan.OutputTokens, random);
        }

        return new TimerTokenSource(this, new PacedWait(pacer), timers);
    }

    public long NextGap(ref SeededRandom random) => (long)(interTokenTicks * NextFactor(ref random));

    private double NextFactor(ref SeededRandom random) => options.JitterDistribution switch
    {
        JitterDistribution.Uniform => 1 + options.Jitter * (2 * random.NextUnit() - 1),
        JitterDistribution.Normal => Math.Max(0, 1 + options.Jitter * random.NextNormal()),
        JitterDistribution.LogNormal => random.NextLogNormal(options.Jitter),
        _ => 1,
    };
}
