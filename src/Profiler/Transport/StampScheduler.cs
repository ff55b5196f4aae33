using System.IO.Pipelines;
using VllmStream.Profiling.Clock;

namespace VllmStream.Profiling.Transport;

/// <summary>Runs the reader of a pipe at once, on the thread that received the bytes, and notes when that was.</summary>
/// <remarks>One per connection: the stamp is taken before anything else can delay the reader.</remarks>
internal sealed class StampScheduler : PipeScheduler
{
    /// <summary>When bytes last woke the reader, in ticks.</summary>
    public long LastTicks { get; private set; }

    /// <inheritdoc/>
    public override void Schedule(Action<object?> action, object? state)
    {
        LastTicks = Ticks.Now;
        action(state);
    }
}
