namespace VllmStream.Bench.Allocations;

/// <summary>A run file that goes nowhere, and notices when the measured part begins.</summary>
internal sealed class CountingStream : Stream
{
    private bool _running;

    public Action? OnPhaseRunning { get; set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_running || buffer.IndexOf("\"phase\":\"running\",\"at_ms\""u8) < 0)
            return;
        _running = true;
        OnPhaseRunning?.Invoke();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
