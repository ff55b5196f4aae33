namespace VllmStream.Simulation;

/// <summary>The time an engine with steps runs on: <see cref="PacedClock"/> in a server; tests bring one that jumps.</summary>
internal interface IEngineClock
{
    /// <summary>The tick it is now. Called from any thread.</summary>
    long Now { get; }

    /// <summary>Completes with true at the tick, with false when woken before. One waiter, who continues on the timing thread.</summary>
    ValueTask<bool> UntilAsync(long dueTicks);

    /// <summary>Ends the wait that is going on, if any. Called from any thread.</summary>
    void Wake();
}
