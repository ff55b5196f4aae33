using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>A forward proxy that relays to one fixed place whatever the client asks for, by CONNECT or with a target in absolute form.</summary>
internal sealed class ForwardProxy : IDisposable
{
    private readonly Socket _listener = ScriptedServer.Listen(IPAddress.Loopback, 0);
    private readonly int _upstreamPort;
    private readonly ConcurrentQueue<string> _requestLines = new();
    private readonly ConcurrentBag<Socket> _sockets = [];

    public ForwardProxy(int upstreamPort)
    {
        _upstreamPort = upstreamPort;
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        new Thread(AcceptLoop) { IsBackground = true, Name = "proxy accept" }.Start();
    }

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>The first request line of every connection.</summary>
    public IReadOnlyList<string> RequestLines => [.. _requestLines];

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
                var client = _listener.Accept();
                _sockets.Add(client);
                new Thread(() => Relay(client)) { IsBackground = true, Name = "proxy relay" }.Start();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Relay(Socket client)
    {
        try
        {
            var head = ReadHead(client);
            var text = Encoding.Latin1.GetString(head);
            _requestLines.Enqueue(text.Split('\r')[0]);
            var upstream = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            _sockets.Add(upstream);
            upstream.Connect(new IPEndPoint(IPAddress.Loopback, _upstreamPort));
            client.NoDelay = true;
            if (text.StartsWith("CONNECT ", StringComparison.Ordinal))
                client.Send("HTTP/1.1 200 Connection established\r\n\r\n"u8);
            else
                upstream.Send(head);
            new Thread(() => Pump(upstream, client)) { IsBackground = true, Name = "proxy down" }.Start();
            Pump(client, upstream);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or EndOfStreamException)
        {
            client.Dispose();
        }
    }

    /// <summary>Reads through the blank line; the body that follows is left to the pump.</summary>
    private static byte[] ReadHead(Socket client)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || head[^1] != '\n' || head[^3] != '\n')
        {
            if (client.Receive(one) == 0)
                throw new EndOfStreamException();
            head.Add(one[0]);
        }
        return [.. head];
    }

    private static void Pump(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int n;
            while ((n = from.Receive(buffer)) > 0)
                to.Send(buffer.AsSpan(0, n));
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            to.Dispose();
        }
    }
}
