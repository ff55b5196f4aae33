using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Linux;

namespace VllmStream.Profiling.Transport.Epoll;

/// <summary>A TCP socket of an <see cref="EventLoop"/> as a <see cref="TimedPipe"/>: what it receives goes to its reader in the same call, with the kernel's time.</summary>
/// <remarks>
/// Only <see cref="Abort"/> may be called from another thread. It holds no buffer while nothing is unread, so an idle stream
/// costs this object and its socket. A System.IO.Pipelines.Pipe in its place would cost a segment and two more calls per event.
/// </remarks>
internal sealed partial class LoopSocket : TimedPipe
{
    /// <summary>A pass that has lasted so long is behind, and its sockets are asked whether they are full.</summary>
    public static readonly long LateTicks = Ticks.FromMs(1);

    private const int Cancelled = 125;

    private readonly EventLoop _loop;
    private readonly int _number;
    private int _socket;
    private uint _watched;
    private bool _isConnecting;
    private PipeEnd _end = PipeEnd.Open;

    private LoopSocket(EventLoop loop, int socket)
    {
        _loop = loop;
        _socket = socket;
        _number = loop.Add(this);
    }

    /// <summary>Opens a socket that is not connected yet.</summary>
    /// <returns>The socket, or null and the errno.</returns>
    public static unsafe (LoopSocket? Socket, int Errno) Open(EventLoop loop, AddressFamily family)
    {
        Debug.Assert(loop.IsCurrent);
        // AF_INET is 2 everywhere, AF_INET6 is 10 on Linux.
        var descriptor = Libc.socket(family == AddressFamily.InterNetworkV6 ? 10 : 2, Libc.SockStream | Libc.SockNonBlock | Libc.SockCloseOnExec, 0);
        if (descriptor < 0)
            return (null, Marshal.GetLastPInvokeError());
        var on = 1;
        _ = Libc.setsockopt(descriptor, Libc.ProtocolTcp, Libc.TcpNoDelay, &on, sizeof(int));
        // Refused (an old container runtime): then every read counts as unstamped.
        StampedReceiver.Enable(descriptor);
        return (new LoopSocket(loop, descriptor), 0);
    }

    /// <summary>Connects.</summary>
    /// <returns>0, or the errno.</returns>
    public unsafe ValueTask<long> ConnectAsync(IPEndPoint to)
    {
        var address = to.Serialize();
        int result;
        fixed (byte* bytes = address.Buffer.Span)
            result = Libc.connect(_socket, bytes, (uint)address.Size);
        var errno = result == 0 ? 0 : Marshal.GetLastPInvokeError();
        if (errno != 0 && errno != Errno.InProgress)
            return new ValueTask<long>(errno);

        _isConnecting = true;
        _watched = Libc.EpollIn | Libc.EpollOut;
        if (!_loop.Watch(_socket, _watched, _number))
            return new ValueTask<long>(Marshal.GetLastPInvokeError());
        return WhenOut();
    }

    /// <summary>The kernel says that something can be done.</summary>
    public void OnReady(uint events)
    {
        if (_isConnecting)
        {
            OnConnected();
            return;
        }
        if ((events & Libc.EpollOut) != 0)
            OnWritable();
        // An error or a hang-up is told by the next read.
        if (_socket >= 0 && (events & ~Libc.EpollOut) != 0)
            OnReadable();
    }

    /// <inheritdoc/>
    public override void Abort()
    {
        if (!_loop.IsCurrent)
            _loop.Post(Close);
        else
            Close();
    }

    /// <inheritdoc/>
    protected override void Release()
    {
        if (_loop.IsCurrent)
            ReleaseBytes();
        else
            _loop.Post(ReleaseBytes);
    }

    private unsafe void OnConnected()
    {
        var errno = 0;
        uint length = sizeof(int);
        if (Libc.getsockopt(_socket, Libc.SolSocket, Libc.SoError, &errno, &length) != 0)
            errno = Marshal.GetLastPInvokeError();
        _isConnecting = false;
        if (errno == 0)
        {
            WatchFor(Libc.EpollIn);
            _emptyTicks = Ticks.Now;
        }
        FinishOut(errno);
    }

    private void WatchFor(uint events)
    {
        if (_watched == events || _socket < 0)
            return;
        _watched = events;
        _loop.Change(_socket, events, _number);
    }

    private void Close()
    {
        if (_socket < 0)
            return;
        // Closing takes it out of the epoll set as well.
        _ = Libc.close(_socket);
        _socket = -1;
        _loop.Remove(_number);
        _end = PipeEnd.Broken;
        if (_isConnecting)
        {
            _isConnecting = false;
            FinishOut(Cancelled);
        }
        else if (_isWriting)
        {
            FinishOut(0);
        }
        if (_isReading)
            CompleteRead();
    }
}
