namespace VllmStream.Simulation;

/// <summary>The real time, slept through by the timing thread.</summary>
internal sealed class PacedClock(Pacer pacer) : IEngineClock
{
    private readonly PacedWait wait = new(pacer);

    public long Now => MonotonicClock.Now;

    public ValueTask<bool> UntilAsync(long dueTicks) => wait.UntilAsync(dueTicks);

    public void Wake() => wait.CutShort();
}
