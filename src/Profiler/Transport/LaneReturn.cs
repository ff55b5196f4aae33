using System.Runtime.CompilerServices;

namespace VllmStream.Profiling.Transport;

/// <summary>Awaited, it goes on upon a lane: at once when it is there already.</summary>
/// <remarks>No task, because one that had completed before it is awaited would go on where it was awaited.</remarks>
public readonly struct LaneReturn(Lane lane) : ICriticalNotifyCompletion
{
    /// <summary>True upon the lane.</summary>
    public bool IsCompleted => lane.IsCurrent;

    /// <summary>The awaiter.</summary>
    public LaneReturn GetAwaiter() => this;

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => lane.Post(continuation);

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => lane.Post(continuation);

    /// <summary>Nothing to tell.</summary>
    public void GetResult()
    {
    }
}
