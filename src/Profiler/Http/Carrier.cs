using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Http;

/// <summary>Carries one request to the server and its answer back, over either version of HTTP. Owned by one request; reused from one to the next.</summary>
/// <remarks>
/// What is measured and how it is judged stands above it and is the same for all: connect, write, read the head, feed the body.
/// Only <see cref="Abort"/> may be called by another thread. A broken connection is an ordinary ending here, never an exception.
/// </remarks>
public abstract class Carrier(HttpResponseHead head, BodyBuffer body) : IDisposable
{
    /// <summary>The response head, once it is there.</summary>
    public HttpResponseHead Head { get; } = head;

    /// <summary>Body bytes that were read and not consumed.</summary>
    public BodyBuffer Body { get; } = body;

    /// <summary>True when a connection that was there already carries the request; null when nobody knows.</summary>
    public bool? Reused { get; protected set; }

    /// <summary>How long each part of opening its connection took; nothing on a kept one.</summary>
    public ConnectPhases Phases { get; protected set; }

    /// <summary>When its new connection was ready, in ticks; 0 on a kept one.</summary>
    public long ConnectedTicks { get; protected set; }

    /// <summary>How long its kept connection had carried nothing, in ticks; null when nobody knows.</summary>
    public long? IdleTicks { get; protected set; }

    /// <summary>When the request left that the answer belongs to, where the carrier may send it again by itself; null where it never does.</summary>
    public virtual SendTimes? LastSend => null;

    /// <summary>Takes a kept connection, if there is one to be had at once.</summary>
    public abstract bool TryReuse();

    /// <summary>Finds a connection, or opens one.</summary>
    /// <returns>Null when there is one, else why not.</returns>
    public abstract ValueTask<RequestError?> ConnectAsync(CancellationToken cancel);

    /// <summary>Starts over on its connection and waits for the response head; interim 1xx answers are skipped.</summary>
    /// <returns>When its last byte arrived, and why there is none.</returns>
    public abstract ValueTask<HeadRead> ReadHeadAsync();

    /// <summary>Makes the bytes that go out.</summary>
    /// <returns>Memory of the calling thread, good until it makes the next; empty when the request goes out by itself.</returns>
    public abstract ReadOnlyMemory<byte> Compose();

    /// <summary>Sends what <see cref="Compose"/> made; its memory is the caller's again as soon as this returns.</summary>
    /// <returns>The ticks at which the last byte had been handed to the socket; 0 when the connection broke first.</returns>
    public abstract ValueTask<long> WriteAsync(ReadOnlyMemory<byte> request);

    /// <summary>Gives every read of the body to the request until it has enough.</summary>
    public abstract ValueTask FeedAsync();

    /// <summary>Waits for body bytes; they are appended to <see cref="Body"/>.</summary>
    public abstract ValueTask<BodyRead> ReadBodyAsync();

    /// <summary>Why the server ended its connection before its first answer, where that means that it refused us; null where nothing shows that.</summary>
    public virtual string? Refusal => null;

    /// <summary>How the bytes of this answer came in; null where nobody looks.</summary>
    public virtual ReceiveFacts? TakeReceiveFacts() => null;

    /// <summary>Ends the request at once; whatever waits returns as broken. Any thread, any number of times.</summary>
    public abstract void Abort();

    /// <summary>Lets go of the connection.</summary>
    /// <param name="keep">True when it may carry another request as far as the caller knows.</param>
    public abstract void Release(bool keep);

    /// <inheritdoc/>
    public void Dispose()
    {
        Release(keep: false);
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what is kept from one request to the next.</summary>
    protected abstract void Free();
}
