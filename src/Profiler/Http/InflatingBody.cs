using System.IO.Compression;

namespace VllmStream.Profiling.Http;

/// <summary>Decompresses a body of a server that compresses although it was asked not to. One per such answer.</summary>
/// <remarks>
/// The inflater pulls, so it reads the raw body through a stream that waits for the network; what comes out of one pull
/// carries the arrival of the last raw bytes it needed. With a flush per event that is the event's own arrival.
/// </remarks>
internal sealed class InflatingBody : IDisposable
{
    private const int PullBytes = 16 * 1024;

    private readonly RawBody _raw;
    private readonly BodyBuffer _rawBuffer = new();
    private readonly Stream _inflater;
    private readonly BodyBuffer _output;
    private readonly string _coding;
    private bool _hasOutput;

    private InflatingBody(RawBody raw, BodyBuffer rawBuffer, Stream inflater, BodyBuffer output, string coding) =>
        (_raw, _rawBuffer, _inflater, _output, _coding) = (raw, rawBuffer, inflater, output, coding);

    /// <summary>Starts on a compressed body.</summary>
    /// <param name="source">The raw body.</param>
    /// <param name="rawBuffer">Where the source appends it; freed with this.</param>
    /// <param name="coding">Content-Encoding in lower case.</param>
    /// <param name="output">Takes what was decoded.</param>
    /// <returns>Null for a coding we do not know.</returns>
    public static InflatingBody? TryBegin(IBodySource source, BodyBuffer rawBuffer, string coding, BodyBuffer output)
    {
        var raw = new RawBody(source, rawBuffer);
        Stream? inflater = coding switch
        {
            "gzip" or "x-gzip" => new GZipStream(raw, CompressionMode.Decompress),
            "deflate" => new ZLibStream(raw, CompressionMode.Decompress),
            "br" => new BrotliStream(raw, CompressionMode.Decompress),
            _ => null,
        };
        return inflater is null ? null : new InflatingBody(raw, rawBuffer, inflater, output, coding);
    }

    /// <summary>Waits until the inflater has something, and appends it.</summary>
    public async ValueTask<BodyRead> ReadAsync()
    {
        try
        {
            var memory = _output.ReserveMemory(PullBytes);
            var count = await _inflater.ReadAsync(memory);
            _output.Commit(count);
            _hasOutput |= count > 0;
            if (count > 0)
                return new BodyRead(BodyState.Open, _raw.LastTicks, null);
            return _raw.Last.State is BodyState.Open ? new BodyRead(BodyState.Ended, _raw.LastTicks, null) : _raw.Last;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException)
        {
            // .NET's own words are about archives.
            return new BodyRead(
                _raw.Last.State == BodyState.Broken ? BodyState.Broken : BodyState.Malformed, _raw.LastTicks,
                _raw.Last.Problem ?? $"Content-Encoding {_coding}, but the body is not {_coding}{(_hasOutput ? " to its end" : "")}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inflater.Dispose();
        _rawBuffer.Dispose();
    }

    /// <summary>The raw body as a stream that ends where the body does.</summary>
    private sealed class RawBody(IBodySource source, BodyBuffer buffer) : Stream
    {
        public BodyRead Last { get; private set; }

        public long LastTicks { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken = default)
        {
            while (buffer.Count == 0)
            {
                if (Last.State != BodyState.Open)
                    return 0;
                Last = await source.ReadAsync();
                if (Last.ArrivedTicks != 0)
                    LastTicks = Last.ArrivedTicks;
            }
            var take = Math.Min(destination.Length, buffer.Count);
            buffer.Unread.FirstSpan[..take].CopyTo(destination.Span);
            buffer.KeepLast(buffer.Count - take);
            return take;
        }

        public override int Read(byte[] destination, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] source, int offset, int count) => throw new NotSupportedException();
    }
}
