using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>An HTTP/2 server (h2c) whose frames are written by hand. One thread per connection, which plays the script of that connection from beginning to end.</summary>
internal sealed class FramedServer : IDisposable
{
    private readonly Action<FramedConnection> _script;
    private readonly bool _greets;
    private readonly Socket _listener = ScriptedServer.Listen(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> _sockets = [];
    private int _connections;

    private FramedServer(Action<FramedConnection> script, bool greets)
    {
        (_script, _greets) = (script, greets);
        new Thread(AcceptLoop) { IsBackground = true, Name = "framed accept" }.Start();
    }

    public string Url => $"http://{_listener.LocalEndPoint}";

    /// <summary>Connections accepted so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Begins to listen.</summary>
    /// <param name="script">What a connection does.</param>
    /// <param name="greets">False for a server that does not begin with SETTINGS, as one must.</param>
    public static FramedServer Start(Action<FramedConnection> script, bool greets = true) => new(script, greets);

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var socket in _sockets)
            socket.Dispose();
    }

    private void AcceptLoop()
    {
        while (true)
        {
            try
            {
                var socket = _listener.Accept();
                _sockets.Add(socket);
                var number = Interlocked.Increment(ref _connections) - 1;
                new Thread(() => Serve(socket, number)) { IsBackground = true, Name = "framed connection" }.Start();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Serve(Socket socket, int number)
    {
        try
        {
            using (socket)
            using (var connection = new FramedConnection(socket, number, _greets))
                _script(connection);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The client left; what it made of that is what the tests judge.
        }
    }
}
