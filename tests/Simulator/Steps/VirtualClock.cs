using VllmStream.Simulation;

namespace VllmStream.Tests.Simulator.Steps;

/// <summary>A clock that jumps to whatever is waited for next; everything happens on the thread of the test.</summary>
internal sealed class VirtualClock : IEngineClock
{
    private TaskCompletionSource<bool>? waiter;
    private long due = long.MaxValue;
    private bool isWoken;

    public long Now { get; private set; } = 1;

    public ValueTask<bool> UntilAsync(long dueTicks)
    {
        waiter = new TaskCompletionSource<bool>();
        due = dueTicks;
        return new ValueTask<bool>(waiter.Task);
    }

    // As with the real one, whoever waits goes on later and not inside this call: what comes in the same instant is seen together.
    public void Wake() => isWoken = waiter is not null;

    /// <summary>Lets time pass up to a tick, and all happen that is due by then.</summary>
    public void AdvanceTo(long ticks)
    {
        while (waiter is not null && (isWoken || due <= ticks))
        {
            if (!isWoken) Now = Math.Max(Now, due);
            Complete(isDue: !isWoken);
        }

        Now = Math.Max(Now, ticks);
    }

    private void Complete(bool isDue)
    {
        var ending = waiter;
        waiter = null;
        due = long.MaxValue;
        isWoken = false;
        ending?.SetResult(isDue);
    }
}
