namespace VllmStream.Profiling.Transport;

/// <summary>A <see cref="TimedPipe"/> as a stream, for the TLS layer on top; it remembers when bytes last arrived.</summary>
/// <remarks>TLS may hold back part of what arrived; plain text that comes out later keeps the time its record arrived.</remarks>
internal sealed class PipeStream(TimedPipe pipe, bool ownsPipe = false) : Stream
{
    /// <summary>When the newest bytes that were read arrived, in ticks.</summary>
    public long LastTicks { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // A read into nothing asks whether there is something to read; TLS does not need the answer.
        if (buffer.IsEmpty)
            return new ValueTask<int>(0);
        var read = pipe.ReadAsync();
        return read.IsCompletedSuccessfully ? new ValueTask<int>(Take(read.Result, buffer.Span)) : TakeAsync(read, buffer);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var write = pipe.WriteAsync(buffer);
        if (!write.IsCompletedSuccessfully)
            return SentAsync(write);
        Sent(write.Result);
        return default;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (ownsPipe)
            pipe.Dispose();
        base.Dispose(disposing);
    }

    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> TakeAsync(ValueTask<TimedRead> read, Memory<byte> buffer) => Take(await read, buffer.Span);

    private int Take(in TimedRead read, Span<byte> buffer)
    {
        if (read.End == PipeEnd.Broken)
            throw new IOException("connection reset");
        LastTicks = read.ArrivedTicks;
        if (read.Buffer.IsEmpty)
            return 0;
        var count = (int)Math.Min(read.Buffer.Length, buffer.Length);
        var taken = read.Buffer.Slice(0, count);
        System.Buffers.BuffersExtensions.CopyTo(taken, buffer);
        pipe.AdvanceTo(taken.End);
        return count;
    }

    private static async ValueTask SentAsync(ValueTask<long> write) => Sent(await write);

    private static void Sent(long ticks)
    {
        if (ticks == 0)
            throw new IOException("connection reset");
    }
}
