using System.Collections.Concurrent;
using System.Text;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Http.Http2;

/// <summary>The plain bytes of one connection on their way to and from .NET's HTTP/2: looks at the frames and changes nothing.</summary>
/// <remarks>
/// What an HTTP client hands over has waited for threads twice, and does not say which connection it came by. The bytes do: here
/// each frame is told to its request with the time of the read it came by. One reader and one writer at a time.
/// </remarks>
internal sealed class ConnectionTap : Stream
{
    // "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" (RFC 9113 section 3.4).
    private const int PrefaceBytes = 24;

    // "HTTP/1.1 400".
    private const int StatusLineBytes = 12;

    private readonly Stream _inner;
    private readonly DialledConnection _dialled;
    private readonly Func<ReadOnlySpan<byte>, StreamTap?> _requestOf;
    private readonly Action? _onAnswer;
    private readonly ConcurrentDictionary<int, StreamTap> _streams = new();
    private readonly IncomingFrames _incoming;
    private readonly OutgoingFrames _outgoing;
    private readonly TaskCompletionSource<bool> _greeting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _prefaceLeft = PrefaceBytes;

    /// <summary>Taps a connection that is ready for its first frame.</summary>
    /// <param name="inner">Its plain bytes.</param>
    /// <param name="dialled">What is under them.</param>
    /// <param name="requestOf">Finds the request that a block of headers belongs to.</param>
    /// <param name="onAnswer">Hears of each head of an answer; null = nobody does.</param>
    public ConnectionTap(Stream inner, DialledConnection dialled, Func<ReadOnlySpan<byte>, StreamTap?> requestOf, Action? onAnswer)
    {
        (_inner, _dialled, _requestOf, _onAnswer) = (inner, dialled, requestOf, onAnswer);
        ReadyTicks = Ticks.Now;
        Phases = dialled.Phases with { TlsTicks = ReferenceEquals(inner, dialled.Bytes) ? 0 : ReadyTicks - dialled.ReadyTicks };
        _incoming = new IncomingFrames(this);
        _outgoing = new OutgoingFrames(this);
    }

    /// <summary>How long each part of opening it took.</summary>
    public ConnectPhases Phases { get; }

    /// <summary>When it was ready for its first request, in ticks.</summary>
    public long ReadyTicks { get; }

    /// <summary>True when the first that came was HTTP/2, as a server must begin (RFC 9113 section 3.4); false when it was not, or nothing came before the end.</summary>
    public Task<bool> Greeting => _greeting.Task;

    /// <summary>True once the server has begun in HTTP/2.</summary>
    public bool IsHttp2 => _greeting.Task is { IsCompletedSuccessfully: true, Result: true };

    /// <summary>The server's GOAWAY for a person; null = none came.</summary>
    public string? GoAway { get; private set; }

    /// <summary>How the connection ended; null while it is open.</summary>
    public string? Ended { get; private set; }

    /// <summary>Version and status of a server that answers in HTTP/1; null for HTTP/2.</summary>
    public string? Http1Line { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The request on a stream; null for none that is known.</summary>
    public StreamTap? Find(int stream) => _streams.GetValueOrDefault(stream);

    /// <summary>A request goes out.</summary>
    public void Bind(int stream, ReadOnlySpan<byte> headers)
    {
        if (_requestOf(headers) is not { } request)
            return;
        _streams[stream] = request;
        request.OnBound(this, stream);
    }

    /// <summary>The server has answered a request.</summary>
    public void OnAnswer() => _onAnswer?.Invoke();

    /// <summary>A request is over.</summary>
    public void Forget(int stream) => _streams.TryRemove(stream, out _);

    /// <summary>The server will end the connection.</summary>
    public void OnGoAway(uint code, string reason) =>
        GoAway = reason.Length == 0 ? $"GOAWAY {Http2Codes.Name(code)}" : $"GOAWAY {Http2Codes.Name(code)} \"{OneLine(reason)}\"";

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count;
        try
        {
            count = await _inner.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            End("connection reset");
            throw;
        }
        if (count > 0)
            Look(buffer.Span[..count]);
        else if (!buffer.IsEmpty)
            End("connection closed");
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var preface = Math.Min(_prefaceLeft, buffer.Length);
        _prefaceLeft -= preface;
        var begun = Ticks.Now;
        _outgoing.Scan(buffer.Span[preface..], begun);
        await _inner.WriteAsync(buffer, cancellationToken);
        _outgoing.Written(begun, Ticks.Now);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override void Flush() => _inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _greeting.TrySetResult(false);
        _inner.Dispose();
        // careful: what is under TLS does not end when that does not get to say goodbye.
        _dialled.Bytes.Dispose();
        base.Dispose(disposing);
    }

    private void Look(ReadOnlySpan<byte> bytes)
    {
        if (!_greeting.Task.IsCompleted && bytes.StartsWith("HTTP/"u8))
        {
            // The rest of the line may be in a read that .NET does not begin any more.
            Http1Line = OneLine(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, StatusLineBytes)]));
        }
        _greeting.TrySetResult(Http1Line is null);
        if (Http1Line is null)
            _incoming.Scan(bytes, _dialled.Bytes.LastTicks);
    }

    private void End(string how)
    {
        Ended ??= how;
        _greeting.TrySetResult(false);
    }

    private static string OneLine(string text) => string.Create(text.Length, text, static (line, source) =>
    {
        for (var i = 0; i < line.Length; i++)
            line[i] = char.IsControl(source[i]) ? ' ' : source[i];
    });
}
