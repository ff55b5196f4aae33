using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Health;
using VllmStream.Profiling.Linux;

namespace VllmStream.Profiling.Transport.Epoll;

/// <summary>Opens connections of one event loop; their reads carry the kernel's time. On the loop only.</summary>
internal sealed class EpollTransport(EventLoop loop) : ITransport
{
    private readonly NameCache _names = new();

    /// <summary>True where there is epoll and Stopwatch ticks are the nanoseconds of CLOCK_MONOTONIC.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && Environment.Is64BitProcess && Ticks.PerSecond == 1_000_000_000;

    /// <inheritdoc/>
    public string ArrivalSource => HealthRules.KernelSource;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ConnectResult> ConnectAsync(ConnectTarget target, CancellationToken cancel)
    {
        try
        {
            var begun = Ticks.Now;
            var addresses = await _names.ResolveAsync(target.DialHost, cancel);
            await loop.ReturnAsync();
            var resolved = Ticks.Now;
            var (socket, errno) = await DialAsync(addresses, target, cancel);
            if (cancel.IsCancellationRequested)
            {
                socket?.Dispose();
                return SecureConnect.Cancelled;
            }
            if (socket is null)
                return new ConnectResult(null, ConnectErrors.From(Errno.ToSocketError(errno), Marshal.GetPInvokeErrorMessage(errno), $"{target.DialHost}:{target.DialPort}"));
            socket.ReadyTicks = Ticks.Now;
            socket.Phases = new ConnectPhases(target.IsAddress ? 0 : resolved - begun, socket.ReadyTicks - resolved, 0);
            return await SecureConnect.OverAsync(socket, target, cancel);
        }
        catch (System.Net.Sockets.SocketException e)
        {
            await loop.ReturnAsync();
            return new ConnectResult(null, ConnectErrors.From(e, $"{target.DialHost}:{target.DialPort}"));
        }
        catch (OperationCanceledException)
        {
            await loop.ReturnAsync();
            return SecureConnect.Cancelled;
        }
    }

    // Addresses are tried one after another, as the resolver orders them; the last failure is the one reported.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(LoopSocket? Socket, int Errno)> DialAsync(IPAddress[] addresses, ConnectTarget target, CancellationToken cancel)
    {
        var last = 0;
        for (var i = 0; i < addresses.Length; i++)
        {
            if (cancel.IsCancellationRequested)
                break;
            var (socket, errno) = LoopSocket.Open(loop, addresses[i].AddressFamily);
            if (socket is null)
                return (null, errno);
            await using (cancel.Register(static state => ((LoopSocket)state!).Abort(), socket))
                last = (int)await socket.ConnectAsync(new IPEndPoint(addresses[i], target.DialPort));
            if (last == 0)
            {
                _names.Prefer(target.DialHost, addresses, i);
                return (socket, 0);
            }
            socket.Dispose();
        }
        return (null, last);
    }
}
