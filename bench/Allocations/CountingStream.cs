using System.Diagnostics;

namespace VllmStream.Bench.Allocations;

/// <summary>A run file that goes nowhere: it counts what a run allocates and how many requests it writes between its second interval line and the end of sending.</summary>
/// <remarks>What a run costs once, at its start and for its summary, lies outside of that.</remarks>
internal sealed class CountingStream : Stream
{
    private static ReadOnlySpan<byte> IntervalLine => "\"type\":\"interval\""u8;
    private static ReadOnlySpan<byte> RequestLine => "\"type\":\"request\""u8;
    private static ReadOnlySpan<byte> DrainingLine => "\"phase\":\"draining\""u8;

    private int _intervals;
    private int _requests;
    private long _fromBytes;
    private long _fromTicks;

    /// <summary>Bytes, seconds and requests; null before the end of sending.</summary>
    public (long Bytes, double Seconds, int Requests)? Counted { get; private set; }

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
        if (Counted is not null)
            return;
        _requests += buffer.Count(RequestLine);
        if (_intervals < 2 && (_intervals += buffer.Count(IntervalLine)) >= 2)
            (_fromBytes, _fromTicks, _requests) = (GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp(), 0);
        if (_intervals >= 2 && buffer.IndexOf(DrainingLine) >= 0)
            Counted = (GC.GetTotalAllocatedBytes(precise: true) - _fromBytes, Stopwatch.GetElapsedTime(_fromTicks).TotalSeconds, _requests);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
