using System.Buffers;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Linux;

namespace VllmStream.Profiling.Transport.Epoll;

// Bytes in. They are received into the loop's shared buffer; only what the reader leaves over is copied into one of our own.
internal sealed partial class LoopSocket : IValueTaskSource<TimedRead>, IValueTaskSource
{
    // Nobody reads, and this much has come: the rest stays in the kernel until somebody does.
    private const int MaxUnread = 256 * 1024;

    private ManualResetValueTaskSourceCore<TimedRead> _read;

    // Is given every read; null when somebody waits for one, or nobody does.
    private IReadTaker? _taker;

    // Unread bytes are _bytes[_start.._stop]; null when there are none.
    private byte[]? _bytes;
    private int _start;
    private int _stop;

    // True while _bytes is the loop's buffer, in which the next socket will receive.
    private bool _isShared;

    // A reader waits for bytes / has bytes and has not let go of them / left some that it has not looked at.
    private bool _isReading;
    private bool _isHeld;
    private bool _isUnexamined;

    // When the newest bytes arrived, and when the kernel's buffer was last known to be empty.
    private long _arrivedTicks;
    private long _emptyTicks;

    // Reads that brought bytes, and how many segments more than reads there were when that was last asked.
    private long _reads;
    private long _mergedBefore;
    private bool _wasFull;

    /// <inheritdoc/>
    public override ValueTask<TimedRead> ReadAsync()
    {
        Debug.Assert(_loop.IsCurrent && !_isReading && !_isHeld);
        if (IsReady)
            return new ValueTask<TimedRead>(TakeRead());
        _read.Reset();
        WaitForBytes();
        return new ValueTask<TimedRead>(this, _read.Version);
    }

    /// <inheritdoc/>
    public override ValueTask FeedAsync(IReadTaker taker)
    {
        Debug.Assert(_loop.IsCurrent && !_isReading && !_isHeld);
        _read.Reset();
        _taker = taker;
        if (IsReady)
            Feed(taker);
        else
            WaitForBytes();
        return new ValueTask(this, _read.Version);
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _isHeld = false;
        if (_bytes is null)
            return;
        _start = consumed.GetInteger();
        _isUnexamined = examined.GetInteger() < _stop;
        if (_start == _stop)
            ReleaseBytes();
    }

    /// <inheritdoc/>
    public override bool IsReusable() => _bytes is null && _end == PipeEnd.Open && Peek() == Peeked.Nothing;

    /// <inheritdoc/>
    public override bool HasClosed() => _end != PipeEnd.Open || Peek() == Peeked.End;

    /// <inheritdoc/>
    public override ReceiveFacts? TakeFacts()
    {
        if (_socket < 0 || SocketMemory.DataSegments(_socket) is not { } segments)
            return null;
        var merged = segments - _reads - _mergedBefore;
        _mergedBefore += merged;
        var wasFull = _wasFull;
        _wasFull = false;
        return new ReceiveFacts(Math.Max(0, merged), wasFull);
    }

    void IValueTaskSource.GetResult(short token) => _read.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _read.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _read.OnCompleted(continuation, state, token, flags);

    TimedRead IValueTaskSource<TimedRead>.GetResult(short token) => _read.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<TimedRead>.GetStatus(short token) => _read.GetStatus(token);

    void IValueTaskSource<TimedRead>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _read.OnCompleted(continuation, state, token, flags);

    // A read would not have to wait.
    private bool IsReady => _isUnexamined || _end != PipeEnd.Open;

    private void WaitForBytes()
    {
        _isReading = true;
        WatchFor(_watched | Libc.EpollIn);
    }

    private void OnReadable()
    {
        if (_end != PipeEnd.Open)
        {
            // The kernel goes on to report a connection that is over; nothing more is to be learnt.
            _loop.Unwatch(_socket);
            return;
        }
        if (_isHeld || _stop - _start >= MaxUnread)
        {
            WatchFor(_watched & ~Libc.EpollIn);
            return;
        }
        var isFull = _loop.IsBehind && SocketMemory.IsFull(_socket);
        if (!Receive())
            return;
        // A burst that is read at once may fill the buffer too; the peer had to wait only where the bytes lay there.
        _wasFull |= isFull && _loop.NowTicks - _arrivedTicks > LateTicks;
        if (_isReading)
            CompleteRead();
        if (_isShared)
            LeaveSharedBuffer();
    }

    // False when there was nothing after all.
    private bool Receive()
    {
        var room = Room();
        var count = _loop.Receiver.Receive(_socket, room, out var stamp);
        var now = _loop.NowTicks = Ticks.Now;
        if (count is -Errno.TryAgain or -Errno.Interrupted)
        {
            if (_start == _stop)
                ReleaseBytes();
            return false;
        }
        if (count <= 0)
        {
            _arrivedTicks = now;
            _end = count == 0 ? PipeEnd.Finished : PipeEnd.Broken;
            WatchFor(_watched & ~Libc.EpollIn);
            if (_start == _stop)
                ReleaseBytes();
            return true;
        }

        _reads++;
        _stop += count;
        _arrivedTicks = ArrivalOf(stamp, now);
        _loop.Health.Reads.Add(now - _arrivedTicks);
        // Bytes that nobody waits for are news to the next reader.
        _isUnexamined = true;
        if (count < room.Length)
            _emptyTicks = now;
        return true;
    }

    private long ArrivalOf(long stamp, long now)
    {
        var ticks = stamp == 0 ? 0 : _loop.Clock.ToTicks(stamp, _emptyTicks, now);
        if (ticks != 0)
            return ticks;
        _loop.Health.OnUnstamped();
        return now;
    }

    private Span<byte> Room()
    {
        if (_bytes is null)
        {
            _bytes = _loop.Buffer.Bytes;
            _isShared = true;
            _start = _stop = 0;
        }
        else if (_stop == _bytes.Length)
        {
            Debug.Assert(!_isShared);
            MoveTo(ArrayPool<byte>.Shared.Rent(2 * Math.Max(_bytes.Length / 2, _stop - _start)));
        }
        return _bytes.AsSpan(_stop);
    }

    private void CompleteRead()
    {
        _isReading = false;
        if (_taker is { } taker)
            Feed(taker);
        else
            _read.SetResult(TakeRead());
    }

    private void Feed(IReadTaker taker)
    {
        try
        {
            while (taker.Take(TakeRead()))
            {
                if (IsReady)
                    continue;
                WaitForBytes();
                return;
            }
        }
        catch (Exception e)
        {
            // A bug, not an ending: it belongs to the request, not to the loop.
            _taker = null;
            _read.SetException(e);
            return;
        }
        _taker = null;
        _read.SetResult(default);
    }

    private TimedRead TakeRead()
    {
        _isUnexamined = false;
        if (_bytes is null)
            return new TimedRead(default, _end == PipeEnd.Open ? _arrivedTicks : Ticks.Now, _end);
        _isHeld = true;
        return new TimedRead(new ReadOnlySequence<byte>(_bytes, _start, _stop - _start), _arrivedTicks, _end);
    }

    // The next socket receives into the shared buffer: what is still unread moves out, and a reader that has not let go keeps the whole of it.
    private void LeaveSharedBuffer()
    {
        if (_isHeld)
        {
            _isShared = false;
            _loop.Buffer.GiveAway();
        }
        else
        {
            MoveTo(ArrayPool<byte>.Shared.Rent(2 * (_stop - _start)));
        }
    }

    private void MoveTo(byte[] other)
    {
        var unread = _bytes.AsSpan(_start, _stop - _start);
        unread.CopyTo(other);
        ReturnBytes();
        (_bytes, _start, _stop) = (other, 0, unread.Length);
    }

    private void ReleaseBytes()
    {
        ReturnBytes();
        _isUnexamined = false;
        _start = _stop = 0;
    }

    private void ReturnBytes()
    {
        if (_bytes is not null && !_isShared)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = null;
        _isShared = false;
    }

    // What the loop has not come to see yet, the kernel knows.
    private unsafe Peeked Peek()
    {
        byte one;
        var count = _socket < 0 ? 0 : Libc.recv(_socket, &one, 1, Libc.MsgPeek | Libc.MsgDontWait);
        return count > 0 ? Peeked.Bytes : count < 0 && Marshal.GetLastPInvokeError() is Errno.TryAgain or Errno.Interrupted ? Peeked.Nothing : Peeked.End;
    }

    private enum Peeked
    {
        Nothing,
        Bytes,
        End,
    }
}
