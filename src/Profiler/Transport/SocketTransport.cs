using System.Net;
using System.Net.Sockets;
using VllmStream.Profiling.Clock;

namespace VllmStream.Profiling.Transport;

/// <summary>The portable transport: .NET sockets, each read stamped right after it. Any thread.</summary>
public sealed class SocketTransport : ITransport
{
    private readonly NameCache _names = new();

    /// <inheritdoc/>
    public string ArrivalSource => "after-read";

    /// <inheritdoc/>
    public async ValueTask<ConnectResult> ConnectAsync(ConnectTarget target, CancellationToken cancel)
    {
        try
        {
            var begun = Ticks.Now;
            var addresses = await _names.ResolveAsync(target.DialHost, cancel);
            var resolved = Ticks.Now;
            var socket = await DialAsync(addresses, target, cancel);
            var connected = Ticks.Now;
            var phases = new ConnectPhases(target.IsAddress ? 0 : resolved - begun, connected - resolved, 0);
            return await SecureConnect.OverAsync(SocketPipe.Over(socket, phases), target, cancel);
        }
        catch (SocketException e)
        {
            return new ConnectResult(null, ConnectErrors.From(e, $"{target.DialHost}:{target.DialPort}"));
        }
        catch (OperationCanceledException)
        {
            return SecureConnect.Cancelled;
        }
    }

    // Addresses are tried one after another, as the resolver orders them; the last failure is the one reported.
    private async ValueTask<Socket> DialAsync(IPAddress[] addresses, ConnectTarget target, CancellationToken cancel)
    {
        SocketException? last = null;
        for (var i = 0; i < addresses.Length; i++)
        {
            Socket? socket = null;
            try
            {
                socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(new IPEndPoint(addresses[i], target.DialPort), cancel);
                _names.Prefer(target.DialHost, addresses, i);
                return socket;
            }
            catch (SocketException e)
            {
                socket?.Dispose();
                last = e;
            }
            catch
            {
                socket?.Dispose();
                throw;
            }
        }
        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }
}
