using System.Runtime.CompilerServices;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Http;

/// <summary>One HTTP/1.1 request and its answer on one connection. Owned by one request; reused from one to the next.</summary>
public sealed class HttpExchange : IDisposable
{
    // What follows it is no HTTP/1.1 any more.
    private const int SwitchingProtocols = 101;

    private readonly BodyBuffer _buffer = new();
    private readonly HttpBodyReader _plain;
    private TimedPipe? _pipe;
    private InflatingBody? _inflating;
    private HttpBodyReader _framing;

    /// <summary>Makes one that can be used again and again.</summary>
    public HttpExchange() => _framing = _plain = new HttpBodyReader(_buffer);

    /// <summary>The response head, once it is there.</summary>
    public HttpResponseHead Head { get; } = new();

    /// <summary>Body bytes that were read and not consumed.</summary>
    public BodyBuffer Body => _buffer;

    /// <summary>True when the connection may carry another request.</summary>
    public bool ConnectionIsReusable => !Head.ConnectionClose && _framing.ConnectionIsClean;

    /// <summary>Starts over on a connection.</summary>
    public void Begin(TimedPipe pipe)
    {
        _pipe = pipe;
        _inflating?.Dispose();
        _inflating = null;
        _framing = _plain;
        _plain.Forget();
        _buffer.Clear();
        Head.Clear();
    }

    /// <summary>Waits for the response head; interim 1xx answers are skipped.</summary>
    /// <returns>When its last byte arrived, and why there is none.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<HeadRead> ReadHeadAsync()
    {
        var anyBytes = false;
        while (true)
        {
            var read = await _pipe!.ReadAsync();
            var bytes = read.Buffer;
            anyBytes |= !bytes.IsEmpty;
            string? problem;
            while (HttpHeadParser.TryRead(ref bytes, Head, out problem))
            {
                if (Head.Status == SwitchingProtocols)
                    return new HeadRead(read.ArrivedTicks, HeadEnd.Malformed, "the server switched protocols (101), which was not asked for");
                if (Head.Status < 200)
                    continue;
                // careful: what follows the head is left unexamined, so that the body read returns it at once.
                _pipe.AdvanceTo(bytes.Start);
                return BeginBody(read.ArrivedTicks);
            }
            if (problem is not null)
                return new HeadRead(read.ArrivedTicks, HeadEnd.Malformed, problem);
            if (read.End == PipeEnd.Broken)
                return new HeadRead(read.ArrivedTicks, anyBytes ? HeadEnd.Cut : HeadEnd.NoAnswer, "connection reset");
            _pipe.AdvanceTo(bytes.Start, bytes.End);
            if (read.End == PipeEnd.Finished)
                return new HeadRead(read.ArrivedTicks, anyBytes ? HeadEnd.Cut : HeadEnd.NoAnswer, anyBytes ? "connection closed inside the response head" : "connection closed without an answer");
        }
    }

    /// <summary>Waits for body bytes; they are appended to <see cref="Body"/>.</summary>
    public ValueTask<BodyRead> ReadBodyAsync() => _inflating is null ? _plain.ReadAsync() : _inflating.ReadAsync();

    /// <summary>True when <see cref="TakeBody"/> will do: there is a body, and it is not compressed.</summary>
    public bool HasPlainBody => _inflating is null && Head.Framing != BodyFraming.None;

    /// <summary>Takes what a read of the pipe brought: what <see cref="ReadBodyAsync"/> does once it has waited, for callers that wait themselves and save its state machine.</summary>
    public BodyRead TakeBody(in TimedRead read) => _plain.Take(read);

    /// <summary>How the bytes of this answer came in; null where nobody looks.</summary>
    public ReceiveFacts? TakeReceiveFacts() => _pipe?.TakeFacts();

    /// <inheritdoc/>
    public void Dispose()
    {
        _inflating?.Dispose();
        _buffer.Dispose();
    }

    private HeadRead BeginBody(long arrivedTicks)
    {
        if (Head.ContentEncoding is null)
        {
            _plain.Begin(_pipe!, Head);
            return new HeadRead(arrivedTicks, HeadEnd.Read, null);
        }
        var raw = new BodyBuffer();
        _framing = new HttpBodyReader(raw);
        _framing.Begin(_pipe!, Head);
        _inflating = InflatingBody.TryBegin(_framing, raw, Head.ContentEncoding, _buffer);
        return _inflating is null
            ? new HeadRead(arrivedTicks, HeadEnd.Malformed, $"Content-Encoding {Head.ContentEncoding} is not gzip, deflate or br")
            : new HeadRead(arrivedTicks, HeadEnd.Read, null);
    }
}
