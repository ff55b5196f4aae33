using System.Buffers;
using System.Runtime.CompilerServices;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Http;

/// <summary>Takes the framing off a body and collects what is left in one <see cref="BodyBuffer"/>. Owned by one request; reused.</summary>
public sealed class HttpBodyReader : IBodySource
{
    private readonly BodyBuffer _buffer;
    private TimedPipe? _pipe;
    private BodyFraming _framing;
    private ChunkedDecoder _chunks;
    private long _left;

    /// <summary>Collects into <paramref name="buffer"/>.</summary>
    public HttpBodyReader(BodyBuffer buffer) => _buffer = buffer;

    /// <summary>True when the body ended cleanly and the connection may carry another request.</summary>
    public bool ConnectionIsClean { get; private set; }

    /// <summary>Forgets the body before: until the next one has ended, no connection is clean.</summary>
    public void Forget() => ConnectionIsClean = false;

    /// <summary>Starts on the body of <paramref name="head"/>.</summary>
    public void Begin(TimedPipe pipe, HttpResponseHead head)
    {
        _pipe = pipe;
        _framing = head.Framing;
        _left = head.ContentLength;
        _chunks = default;
        ConnectionIsClean = false;
    }

    /// <summary>Waits for bytes and appends what of them is body.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<BodyRead> ReadAsync()
    {
        if (_framing == BodyFraming.None)
        {
            ConnectionIsClean = true;
            return new BodyRead(BodyState.Ended, 0, null);
        }
        return Take(await _pipe!.ReadAsync());
    }

    /// <summary>Appends what of a read is body.</summary>
    public BodyRead Take(in TimedRead read)
    {
        var bytes = read.Buffer;
        var problem = _framing switch
        {
            BodyFraming.Chunked => _chunks.Decode(ref bytes, _buffer),
            BodyFraming.Length => TakeLength(ref bytes),
            _ => TakeAll(ref bytes),
        };
        var leftOver = !bytes.IsEmpty;
        // careful: a broken connection hands out what came before the break, and nothing to advance in when nothing did.
        if (!read.Buffer.IsEmpty)
            _pipe!.AdvanceTo(bytes.Start, bytes.End);

        if (problem is not null)
            return new BodyRead(BodyState.Malformed, read.ArrivedTicks, problem);
        if (IsComplete())
        {
            // Bytes after the end belong to no request of ours: such a connection is not kept.
            ConnectionIsClean = !leftOver && read.End == PipeEnd.Open && _framing != BodyFraming.ToEnd;
            return new BodyRead(BodyState.Ended, read.ArrivedTicks, null);
        }
        if (read.End == PipeEnd.Open)
            return new BodyRead(BodyState.Open, read.ArrivedTicks, null);
        if (read.End == PipeEnd.Broken)
            return new BodyRead(BodyState.Broken, read.ArrivedTicks, "connection reset");
        return _framing == BodyFraming.ToEnd || (_framing == BodyFraming.Chunked && _chunks.IsWhole)
            ? new BodyRead(BodyState.Ended, read.ArrivedTicks, null)
            : new BodyRead(BodyState.Broken, read.ArrivedTicks, Missing());
    }

    private bool IsComplete() => _framing switch
    {
        BodyFraming.Chunked => _chunks.IsDone,
        BodyFraming.Length => _left == 0,
        _ => false,
    };

    private string? TakeLength(ref ReadOnlySequence<byte> bytes)
    {
        var take = Math.Min(_left, bytes.Length);
        _buffer.Append(bytes.Slice(0, take));
        bytes = bytes.Slice(take);
        _left -= take;
        return null;
    }

    private string? TakeAll(ref ReadOnlySequence<byte> bytes)
    {
        _buffer.Append(bytes);
        bytes = bytes.Slice(bytes.End);
        return null;
    }

    private string Missing() => _framing == BodyFraming.Length
        ? $"connection closed {_left} bytes before Content-Length"
        : "connection closed before the last chunk";
}
