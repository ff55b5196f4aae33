using System.Threading.Tasks.Sources;

namespace VllmStream.Simulation;

/// <summary>A wait for an absolute time, used again and again by one request so that a token costs no allocation.</summary>
/// <remarks>One waiter at a time; <see cref="CutShort"/> may come from any thread.</remarks>
internal sealed class PacedWait(Pacer pacer) : IValueTaskSource<bool>
{
    private ManualResetValueTaskSourceCore<bool> core;

    // Number of the wait that is going on, 0 when none is; decides who may complete it.
    private int armed;
    private int round;

    /// <summary>Completes with true at the tick, with false when cut short.</summary>
    public ValueTask<bool> UntilAsync(long dueTicks)
    {
        core.Reset();
        round = round == int.MaxValue ? 1 : round + 1;
        // Careful: the version is read before the timing thread can complete this wait and start the next.
        var version = core.Version;
        Volatile.Write(ref armed, round);
        pacer.Schedule(new PacedEntry(this, round, IsDue: true), dueTicks);
        return new ValueTask<bool>(this, version);
    }

    /// <summary>Ends the wait that is going on, if any; its owner continues on the timing thread as usual.</summary>
    public void CutShort()
    {
        var current = Volatile.Read(ref armed);
        if (current != 0) pacer.Schedule(new PacedEntry(this, current, IsDue: false), long.MinValue);
    }

    /// <summary>Called by the timing thread.</summary>
    public void Complete(int plannedRound, bool isDue)
    {
        if (Interlocked.CompareExchange(ref armed, 0, plannedRound) == plannedRound) core.SetResult(isDue);
    }

    bool IValueTaskSource<bool>.GetResult(short token) => core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => core.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        core.OnCompleted(continuation, state, token, flags);
}
