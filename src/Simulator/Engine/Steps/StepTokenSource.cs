using System.Threading.Tasks.Sources;

namespace VllmStream.Simulation;

/// <summary>What the steps made for one request, until it takes it. Continues its reader on the timing thread, at no allocation a token.</summary>
/// <remarks>Filled by the timing thread, read by its request; <see cref="Abort"/> may come from any thread.</remarks>
internal sealed class StepTokenSource(StepEngine engine, int sequences) : ITokenSource, IValueTaskSource<bool>
{
    private readonly Lock gate = new();

    // Outputs that came while the reader was busy, with a slow client for one.
    private readonly Queue<TokenStep> ready = new();

    private ManualResetValueTaskSourceCore<bool> core;
    private int open = sequences;
    private bool isWaiting;
    private bool isAborted;

    public TokenStep Current { get; private set; }

    public ValueTask<bool> MoveNextAsync()
    {
        lock (gate)
        {
            if (isAborted) return new ValueTask<bool>(result: false);
            if (ready.TryDequeue(out var step))
            {
                Current = step;
                return new ValueTask<bool>(result: true);
            }

            if (open == 0) return new ValueTask<bool>(result: false);
            core.Reset();
            isWaiting = true;
            return new ValueTask<bool>(this, core.Version);
        }
    }

    /// <summary>Hands an output over; its reader goes on inside this call.</summary>
    public void Deliver(in TokenStep step)
    {
        lock (gate)
        {
            if (isAborted) return;
            if (step.IsLast) open--;
            if (!isWaiting)
            {
                ready.Enqueue(step);
                return;
            }

            Current = step;
            isWaiting = false;
        }

        core.SetResult(true);
    }

    public void Abort()
    {
        bool wake;
        lock (gate)
        {
            if (isAborted) return;
            isAborted = true;
            wake = isWaiting;
            isWaiting = false;
        }

        engine.Remove(this);
        if (wake) core.SetResult(false);
    }

    bool IValueTaskSource<bool>.GetResult(short token) => core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => core.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        core.OnCompleted(continuation, state, token, flags);
}
