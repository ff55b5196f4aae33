using System.Runtime.CompilerServices;

namespace VllmStream.Profiling.Transport;

/// <summary>Awaited, it lets the lane read what has come before it goes on there; on a lane without a queue of its own it goes on at once.</summary>
public readonly struct LaneYield(Lane lane) : ICriticalNotifyCompletion
{
    /// <summary>True where there is nothing to wait for.</summary>
    public bool IsCompleted => !lane.ReadsFirst;

    /// <summary>The awaiter.</summary>
    public LaneYield GetAwaiter() => this;

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => lane.Post(continuation);

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => lane.Post(continuation);

    /// <summary>Nothing to tell.</summary>
    public void GetResult()
    {
    }
}
