using System.Runtime.CompilerServices;

namespace VllmStream.Profiling.Transport;

/// <summary>One open connection: bytes in with the time they arrived, bytes out with the time they left.</summary>
/// <remarks>
/// Used by one request at a time. Only <see cref="Abort"/> may be called by another thread.
/// A broken connection is an ordinary ending here (<see cref="PipeEnd.Broken"/>), never an exception.
/// </remarks>
public abstract class TimedPipe : IDisposable
{
    /// <summary>How long each part of opening it took.</summary>
    public ConnectPhases Phases { get; internal set; }

    /// <summary>When it was ready for its first request, in ticks.</summary>
    public long ReadyTicks { get; internal set; }

    /// <summary>When the last answer on it ended, in ticks; 0 before the first.</summary>
    public long IdleSinceTicks { get; set; }

    /// <summary>Waits for bytes beyond what AdvanceTo called examined.</summary>
    public abstract ValueTask<TimedRead> ReadAsync();

    /// <summary>Gives every read to <paramref name="taker"/> until it has enough.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public virtual async ValueTask FeedAsync(IReadTaker taker)
    {
        while (taker.Take(await ReadAsync()))
        {
        }
    }

    /// <summary>Lets go of consumed bytes; the next read waits for more than was examined.</summary>
    public abstract void AdvanceTo(SequencePosition consumed, SequencePosition examined);

    /// <summary>Lets go of consumed bytes; the next read returns the rest at once, with the time it arrived.</summary>
    public void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    /// <summary>Sends all bytes; their memory is the caller's again as soon as this returns.</summary>
    /// <returns>The ticks at which the last byte had been handed to the socket; 0 when the connection broke first.</returns>
    public abstract ValueTask<long> WriteAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>True when a kept connection can carry another request: the peer has neither closed it nor sent bytes nobody asked for.</summary>
    public abstract bool IsReusable();

    /// <summary>True when the peer has closed it, or it broke; bytes that are there do not matter.</summary>
    public abstract bool HasClosed();

    /// <summary>Why the server ended it before its first answer, where that means that it refused us; null where nothing shows that.</summary>
    public virtual string? Refusal => null;

    /// <summary>How the bytes since the last call came in; null where nobody looks.</summary>
    public virtual ReceiveFacts? TakeFacts() => null;

    /// <summary>Ends the connection at once; a pending read or write returns as broken. Any thread, any number of times.</summary>
    public abstract void Abort();

    /// <summary>Ends the connection and frees what it holds; by the request that owns it.</summary>
    public void Dispose()
    {
        Abort();
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what outlives the socket.</summary>
    protected virtual void Release()
    {
    }
}
