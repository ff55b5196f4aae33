using System.Net;
using System.Net.Sockets;
using Pipelines.Sockets.Unofficial;
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
            var socket = await DialAsync(addresses, target.DialPort, cancel);
            var connected = Ticks.Now;
            var isLiteral = IPAddress.TryParse(target.DialHost, out _);
            var phases = new ConnectPhases(isLiteral ? 0 : resolved - begun, connected - resolved, 0);
            return await SecureAsync(SocketPipe.Over(socket, phases), target, cancel);
        }
        catch (SocketException e)
        {
            return new ConnectResult(null, ConnectErrors.From(e, $"{target.DialHost}:{target.DialPort}"));
        }
        catch (OperationCanceledException)
        {
            return Cancelled;
        }
    }

    private static ConnectResult Cancelled => new(null, new RequestError("cancelled", "given up while connecting"));

    // Addresses are tried one after another, as the resolver orders them; the last failure is the one reported.
    private static async ValueTask<Socket> DialAsync(IPAddress[] addresses, int port, CancellationToken cancel)
    {
        SocketException? last = null;
        foreach (var address in addresses)
        {
            Socket? socket = null;
            try
            {
                socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(new IPEndPoint(address, port), cancel);
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

    private static async ValueTask<ConnectResult> SecureAsync(SocketPipe pipe, ConnectTarget target, CancellationToken cancel)
    {
        if (target.Tls is null)
            return new ConnectResult(pipe, null);

        using var abort = cancel.Register(static state => ((SocketPipe)state!).Abort(), pipe);
        if (target.Proxy is not null && await ProxyTunnel.OpenAsync(pipe, target) is { } refused)
        {
            pipe.Dispose();
            return cancel.IsCancellationRequested ? Cancelled : new ConnectResult(null, refused);
        }

        var begun = Ticks.Now;
        var stamps = new StampedStream(StreamConnection.GetDuplex(pipe.Connection));
        var (stream, failure) = await target.Tls.AuthenticateAsync(stamps, cancel);
        if (stream is null)
        {
            pipe.Dispose();
            return cancel.IsCancellationRequested
                ? Cancelled
                : new ConnectResult(null, new RequestError("tls", $"certificate of {target.Url.Authority}: {failure}"));
        }

        var ready = Ticks.Now;
        var phases = pipe.Phases with { TlsTicks = ready - begun };
        return new ConnectResult(new TlsPipe(pipe, stamps, stream) { Phases = phases, ReadyTicks = ready }, null);
    }
}
