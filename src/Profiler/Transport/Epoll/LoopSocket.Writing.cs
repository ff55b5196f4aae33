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
    private ReadOnlyMemory<byte> _unsent;
    private bool _isWriting;

    /// <inheritdoc/>
    public override ValueTask<long> WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        Debug.Assert(_loop.IsCurrent && !_isWriting);
        if (_socket < 0)
            return new ValueTask<long>(0L);
        _unsent = bytes;
        if (!TrySend())
            return new ValueTask<long>(0L);
        if (_unsent.IsEmpty)
            return new ValueTask<long>(Ticks.Now);
        _isWriting = true;
        WatchFor(_watched | Libc.EpollOut);
        return WhenOut();
    }

    long IValueTaskSource<long>.GetResult(short token) => _out.GetResult(token);

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
        var isBroken = !TrySend();
        if (!isBroken && !_unsent.IsEmpty)
            return;
        WatchFor(_watched & ~Libc.EpollOut);
        FinishOut(isBroken ? 0 : Ticks.Now);
    }

    // False when the connection broke; else sends what the socket takes.
    private unsafe bool TrySend()
    {
        while (!_unsent.IsEmpty)
        {
            nint count;
            fixed (byte* bytes = _unsent.Span)
                count = Libc.send(_socket, bytes, (nuint)_unsent.Length, Libc.MsgNoSignal | Libc.MsgDontWait);
            if (count >= 0)
            {
                _unsent = _unsent[(int)count..];
                continue;
            }
            switch (Marshal.GetLastPInvokeError())
            {
                case Errno.Interrupted:
                    continue;
                case Errno.TryAgain:
                    return true;
                default:
                    _unsent = default;
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
        _out.SetResult(result);
    }
}
