using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace VllmStream.Profiling.Server;

/// <summary>Opens connections as HttpClient would, and tells a board how far each came.</summary>
internal sealed class WatchedConnect(ReachBoard board)
{
    /// <summary>Name and TCP.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await ResolveAsync(host, cancel);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancel);
            board.Saw(ReachStepKind.TcpConnect, $"connected to {Shown(socket.RemoteEndPoint)}");
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            board.Saw(ReachStepKind.TcpConnect, e is SocketException refused ? WordOf(refused) : "no answer");
            throw;
        }
    }

    /// <summary>What comes behind it, where there is any.</summary>
    public ValueTask<Stream> SecuredAsync(SocketsHttpPlaintextStreamFilterContext context, CancellationToken cancel)
    {
        if (context.PlaintextStream is SslStream secure)
            board.Saw(ReachStepKind.Tls, secure.SslProtocol.ToString());
        return ValueTask.FromResult(context.PlaintextStream);
    }

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            board.Saw(ReachStepKind.Resolve, "literal address");
            return [literal];
        }

        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, cancel);
            board.Saw(ReachStepKind.Resolve, string.Join(", ", addresses.Take(3)) + (addresses.Length > 3 ? ", ..." : ""));
            return addresses;
        }
        catch (SocketException e)
        {
            board.Saw(ReachStepKind.Resolve, e.Message);
            throw;
        }
    }

    /// <summary>An address as people write it: a socket of both families has IPv4 mapped into IPv6.</summary>
    internal static string Shown(EndPoint? end) =>
        (end is IPEndPoint { Address.IsIPv4MappedToIPv6: true } mapped ? new IPEndPoint(mapped.Address.MapToIPv4(), mapped.Port) : end)?.ToString() ?? "";

    private static string WordOf(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "refused",
        SocketError.TimedOut => "timed out",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "unreachable",
        _ => e.Message,
    };
}
