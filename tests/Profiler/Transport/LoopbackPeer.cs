using System.Net;
using System.Net.Sockets;

namespace VllmStream.Tests.Profiler.Transport;

/// <summary>The other side of one connection, driven by the test.</summary>
internal sealed class LoopbackPeer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    // careful: a socket that nobody uses any more is collected, and then reset.
    private readonly List<Socket> _accepted = [];

    public LoopbackPeer() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async Task<Socket> AcceptAsync()
    {
        var socket = await _listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        socket.NoDelay = true;
        _accepted.Add(socket);
        return socket;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _accepted.ForEach(socket => socket.Dispose());
    }
}
