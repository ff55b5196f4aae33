using System.Collections.Concurrent;
using VllmStream.Profiling.Clock;

namespace VllmStream.Profiling.Transport;

/// <summary>Kept connections to one server, newest first, without a cap: the load decides how many there are. Any thread.</summary>
public sealed class ConnectionPool : IDisposable
{
    private readonly ConcurrentStack<TimedPipe> _idle = new();

    /// <summary>Takes a kept connection that the server still holds open; dead ones on the way are dropped.</summary>
    /// <returns>Null when a new connection is needed.</returns>
    public TimedPipe? TryTake()
    {
        while (_idle.TryPop(out var pipe))
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
        _idle.Push(pipe);
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    /// <summary>Ends every kept connection: the next one may be to another server.</summary>
    public void Clear()
    {
        while (_idle.TryPop(out var pipe))
            pipe.Dispose();
    }
}
