namespace VllmStream.Bench.Sse;

/// <summary>A body that comes in reads of a given size, or one event a read; never waits.</summary>
/// <param name="body">The bytes.</param>
/// <param name="ends">Where each read ends at the latest.</param>
internal sealed class CutStream(byte[] body, int[] ends) : Stream
{
    private int _position;
    private int _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The ends of reads of one size.</summary>
    public static int[] Every(int bytes, int length) => [.. Enumerable.Range(1, (length + bytes - 1) / bytes).Select(read => Math.Min(length, read * bytes))];

    public override int Read(Span<byte> buffer)
    {
        if (_read == ends.Length)
            return 0;
        var count = Math.Min(buffer.Length, ends[_read] - _position);
        body.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        if (_position == ends[_read])
            _read++;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
