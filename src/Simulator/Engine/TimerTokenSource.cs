namespace VllmStream.Simulation;

/// <summary>Plays the timers of the sequences of one request, the nearest due first.</summary>
internal sealed class TimerTokenSource(TimerEngine engine, PacedWait wait, SequenceTimer[] timers) : ITokenSource
{
    private volatile bool aborted;

    public TokenStep Current { get; private set; }

    public ValueTask<bool> MoveNextAsync()
    {
        var next = NextTimer();
        if (next < 0 || aborted) return new ValueTask<bool>(result: false);
        ref var timer = ref timers[next];
        Current = new TokenStep(next, timer.Done, 1, timer.Done + 1 == timer.OutputTokens, timer.DueTicks, timer.DueTicks);
        engine.Advance(ref timer);
        var due = wait.UntilAsync(Current.DueTicks);
        // An abort that came between the check above and the start of the wait has found nothing to cut short.
        if (aborted) wait.CutShort();
        return due;
    }

    public void Abort()
    {
        aborted = true;
        wait.CutShort();
    }

    private int NextTimer()
    {
        var next = -1;
        for (var i = 0; i < timers.Length; i++)
        {
            if (timers[i].Done < timers[i].OutputTokens && (next < 0 || timers[i].DueTicks < timers[next].DueTicks)) next = i;
        }

        return next;
    }
}
