using System.Diagnostics.CodeAnalysis;
using VllmStream.Profiling.Clock;

namespace VllmStream.Profiling.Transport;

/// <summary>Kept connections to one server, newest first, without a cap: the load decides how many there are. Any thread.</summary>
public sealed class ConnectionPool : IDisposable
{
    // Not a concurrent one, which allocates a node for every connection that comes back.
    private readonly Lock _gate = new();
    private readonly Stack<TimedPipe> _idle = new();

    /// <summary>Takes a kept connection that the server still holds open; dead ones on the way are dropped.</summary>
    /// <returns>Null when a new connection is needed.</returns>
    public TimedPipe? TryTake()
    {
        while (TryPop(out var pipe))
        {
            if (pipe.IsReusable())
                return pipe;
            pipe.Dispose();
        }
        return null;
    }

    /// <summary>Keeps a connection whose last answer ended cleanly.</summary>
    public void Return(TimedPipe pipe)
    {
        pipe.IdleSinceTicks = Ticks.Now;
        lock (_gate)
            _idle.Push(pipe);
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    /// <summary>Ends every kept connection: the next one may be to another server.</summary>
    public void Clear()
    {
        while (TryPop(out var pipe))
            pipe.Dispose();
    }

    private bool TryPop([NotNullWhen(true)] out TimedPipe? pipe)
    {
        lock (_gate)
            return _idle.TryPop(out pipe);
    }
}
