using System.Buffers;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Linux;

namespace VllmStream.Profiling.Transport.Epoll;

// Bytes out, and the connection itself: both end when the socket becomes writable.
internal sealed partial class LoopSocket : IValueTaskSource<long>
{
    private ManualResetValueTaskSourceCore<long> _out;

    // What the socket did not take at once, and where it stands.
    private ReadOnlyMemory<byte> _unsent;
    private byte[]? _kept;
    private bool _isWriting;

    /// <inheritdoc/>
    public override ValueTask<long> WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        Debug.Assert(_loop.IsCurrent && !_isWriting);
        if (_socket < 0)
            return new ValueTask<long>(0L);
        if (!TrySend(ref bytes))
            return new ValueTask<long>(0L);
        if (bytes.IsEmpty)
            return new ValueTask<long>(Ticks.Now);
        _kept = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(_kept);
        _unsent = _kept.AsMemory(0, bytes.Length);
        _isWriting = true;
        WatchFor(_watched | Libc.EpollOut);
        return WhenOut();
    }

    long IValueTaskSource<long>.GetResult(short token)
    {
        var result = _out.GetResult(token);
        // Lets go of whoever waited: a connection outlives by far the method that opened it.
        _out.Reset();
        return result;
    }

    ValueTaskSourceStatus IValueTaskSource<long>.GetStatus(short token) => _out.GetStatus(token);

    void IValueTaskSource<long>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _out.OnCompleted(continuation, state, token, flags);

    private void OnWritable()
    {
        if (!_isWriting)
        {
            WatchFor(_watched & ~Libc.EpollOut);
            return;
        }
        var isBroken = !TrySend(ref _unsent);
        if (!isBroken && !_unsent.IsEmpty)
            return;
        WatchFor(_watched & ~Libc.EpollOut);
        FinishOut(isBroken ? 0 : Ticks.Now);
    }

    // False when the connection broke; else sends what the socket takes, and leaves the rest.
    private unsafe bool TrySend(ref ReadOnlyMemory<byte> unsent)
    {
        while (!unsent.IsEmpty)
        {
            nint count;
            fixed (byte* bytes = unsent.Span)
                count = Libc.send(_socket, bytes, (nuint)unsent.Length, Libc.MsgNoSignal | Libc.MsgDontWait);
            if (count >= 0)
            {
                unsent = unsent[(int)count..];
                continue;
            }
            switch (Marshal.GetLastPInvokeError())
            {
                case Errno.Interrupted:
                    continue;
                case Errno.TryAgain:
                    return true;
                default:
                    return false;
            }
        }
        return true;
    }

    private ValueTask<long> WhenOut()
    {
        _out.Reset();
        return new ValueTask<long>(this, _out.Version);
    }

    private void FinishOut(long result)
    {
        _isWriting = false;
        _unsent = default;
        if (_kept is not null)
            ArrayPool<byte>.Shared.Return(_kept);
        _kept = null;
        _out.SetResult(result);
    }
}
