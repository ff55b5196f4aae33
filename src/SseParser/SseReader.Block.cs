using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace VllmStream.Sse;

// The block that is open: the lines since the last blank line that are fields of an event.
public partial struct SseReader
{
    // A larger join buffer goes back to the pool after its event; the usual chunk of a few KiB stays.
    private const int KeptCapacity = 64 * 1024;

    // A field of the standard was seen since the last blank line.
    private bool _isBlockOpen;

    // The event's size as MaxEventBytes counts it.
    private long _blockBytes;

    private int _dataLineCount;

    // The data are in _joined. If not, the one data line there is lies untouched in the input, which saves copying nearly every event.
    private bool _isJoined;

    // Place of the only data line in the input, while not joined.
    private long _dataStart;
    private int _dataLength;

    // Data lines joined by LF: of several lines, of a line torn between segments, or of a block that lost its place in the input to a comment.
    private PooledBytes _joined;

    // The event type; copied at once, for it is short.
    private PooledBytes _type;

    // The block's id takes effect at the block's end only: one that the body's end cuts off must not be sent back to a server.
    private bool _hasBlockId;
    private PooledBytes _blockId;
    private PooledBytes _lastEventId;

    private void Grow(long lineBytes)
    {
        _isBlockOpen = true;
        _blockBytes += lineBytes;
        CheckSize(_blockBytes);
    }

    private readonly void CheckSize(long eventBytes)
    {
        if (eventBytes > MaxEventBytes)
            ThrowTooLarge(eventBytes);
    }

    [DoesNotReturn]
    private readonly void ThrowTooLarge(long eventBytes) => throw new SseEventTooLargeException(eventBytes, MaxEventBytes);

    private void AddData(in ReadOnlySequence<byte> input, long start, int length, bool isTorn)
    {
        if (_dataLineCount == 0 && !isTorn)
        {
            _dataStart = start;
            _dataLength = length;
        }
        else
        {
            JoinData(input);
            if (_dataLineCount > 0)
                _joined.Append(Lf);
            _joined.Append(input.Slice(start, length));
            _isJoined = true;
        }

        _dataLineCount++;
    }

    // Makes the open block independent of the input.
    private void JoinData(in ReadOnlySequence<byte> input)
    {
        if (_dataLineCount == 0 || _isJoined)
            return;
        _joined.Append(input.Slice(_dataStart, _dataLength));
        _isJoined = true;
    }

    private ReadOnlySpan<byte> DataOf(scoped in ReadOnlySequence<byte> input) =>
        _isJoined ? _joined.Span : Contiguous(input, _dataStart, _dataStart + _dataLength, ref _joined);

    // The bytes in place, or copied to the buffer if they are torn between segments.
    private static ReadOnlySpan<byte> Contiguous(scoped in ReadOnlySequence<byte> input, long start, long end, scoped ref PooledBytes buffer)
    {
        ReadOnlySpan<byte> first = input.FirstSpan;
        if (end <= first.Length)
            return first.Slice((int)start, (int)(end - start));
        ReadOnlySequence<byte> slice = input.Slice(start, end - start);
        if (slice.IsSingleSegment)
            return slice.FirstSpan;
        buffer.Clear();
        buffer.Append(slice);
        return buffer.Span;
    }

    private void SetField(LineKind kind, ReadOnlySpan<byte> value)
    {
        switch (kind)
        {
            case LineKind.Event:
                _type.Clear();
                _type.Append(value);
                break;
            // An id with U+0000 in it is ignored as a whole.
            case LineKind.Id when !value.Contains((byte)0):
                _blockId.Clear();
                _blockId.Append(value);
                _hasBlockId = true;
                break;
            // One or more ASCII digits, or the field is ignored. Takes effect at once, whatever becomes of the block.
            case LineKind.Retry when !value.IsEmpty && !value.ContainsAnyExceptInRange((byte)'0', (byte)'9'):
                RetryMilliseconds = ParseClamped(value);
                break;
        }
    }

    private static long ParseClamped(ReadOnlySpan<byte> digits)
    {
        long value = 0;
        foreach (byte digit in digits)
        {
            int number = digit - '0';
            if (value > (long.MaxValue - number) / 10)
                return long.MaxValue;
            value = (value * 10) + number;
        }

        return value;
    }

    // At the blank line: true if there is something to dispatch.
    private bool CloseBlock()
    {
        if (_hasBlockId)
            (_lastEventId, _blockId) = (_blockId, _lastEventId);
        if (_dataLineCount == 0 && _type.Length > 0)
            EventsWithoutData++;
        return _dataLineCount > 0;
    }

    // Clears lengths only: an event just made still looks at the bytes.
    private void ResetBlock()
    {
        _isBlockOpen = _isJoined = _hasBlockId = false;
        _blockBytes = 0;
        _dataLineCount = 0;
        _joined.Clear();
        _type.Clear();
        _blockId.Clear();
    }
}
