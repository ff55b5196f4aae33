using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>
/// An HTTP/1.1 server on a raw socket whose every answer is a script chosen by the request. One thread per connection, so that a
/// send happens when it is due and not when a pool has time; look-ups (models, health, version) are answered when the script is silent.
/// </summary>
internal sealed class ScriptedServer : IDisposable
{
    private const int FirstFreePort = 12_000;
    private const int FreePortSpan = 18_000;

    // Begins anywhere, so that two test processes on one machine do not walk the same ports.
    private static int _freePorts = Random.Shared.Next(FreePortSpan);

    private readonly Func<ScriptedRequest, Reply?> _script;
    private readonly ServerOptions _options;
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<int, Socket> _open = new();
    private readonly ConcurrentQueue<RequestLog> _log = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly Lock _counting = new();
    private int _connections;
    private int _requests;
    private int _posts;
    private int _inFlight;
    private int _maxInFlight;

    private ScriptedServer(Func<ScriptedRequest, Reply?> script, ServerOptions options)
    {
        _script = script;
        _options = options;
        _listener = options.Listener ?? Listen(options.Address, options.Port);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        new Thread(AcceptLoop, maxStackSize: 256 * 1024) { IsBackground = true, Name = "scripted accept" }.Start();
    }

    public int Port { get; }

    /// <summary>Scheme, address and port, without a path.</summary>
    public string Url => $"{(_options.Certificate is null ? "http" : "https")}://{Authority}";

    public string Authority => _options.Address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{_options.Address}]:{Port}" : $"{_options.Address}:{Port}";

    /// <summary>All requests, look-ups included, in order of arrival.</summary>
    public IReadOnlyList<RequestLog> Log => [.. _log.OrderBy(l => l.Request.Ordinal)];

    /// <summary>The POST requests in order of arrival.</summary>
    public IReadOnlyList<RequestLog> Posts => [.. Log.Where(l => l.Request.IsPost)];

    /// <summary>Connections accepted so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Most POST requests that were being answered at the same time.</summary>
    public int MaxInFlight => Volatile.Read(ref _maxInFlight);

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>What clients did that is no HTTP, and failed handshakes.</summary>
    public IReadOnlyList<string> Faults => [.. _faults];

    public static ScriptedServer Start(Func<ScriptedRequest, Reply?> script, ServerOptions? options = null) => new(script, options ?? new());

    /// <summary>Answers every POST with the same reply.</summary>
    public static ScriptedServer Start(Reply reply, ServerOptions? options = null) => Start(r => r.IsPost ? reply : null, options);

    /// <summary>A port that nobody listens on. Below the range the system gives out by itself, so that no neighbour's server gets it meanwhile.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = FirstFreePort + Interlocked.Increment(ref _freePorts) % FreePortSpan;
            try
            {
                Listen(IPAddress.Loopback, port).Dispose();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
    }

    public static Socket Listen(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, optionValue: true);
        socket.Bind(new IPEndPoint(address, port));
        socket.Listen(1024);
        return socket;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        foreach (var socket in _open.Values)
            socket.Dispose();
    }

    private void AcceptLoop()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = _listener.Accept();
                var number = Interlocked.Increment(ref _connections) - 1;
                _open[number] = socket;
                new Thread(() => Serve(socket, number), maxStackSize: 512 * 1024) { IsBackground = true, Name = "scripted connection" }.Start();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Serve(Socket socket, int connection)
    {
        try
        {
            using (socket)
            using (var stream = Secure(socket))
                ServeRequests(socket, stream, connection);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidDataException or System.Security.Authentication.AuthenticationException)
        {
            if (!_stop.IsCancellationRequested)
                _faults.Enqueue(e.GetType().Name + ": " + e.Message);
        }
        finally
        {
            _open.TryRemove(connection, out _);
        }
    }

    private Stream Secure(Socket socket)
    {
        var plain = new NetworkStream(socket, ownsSocket: false);
        if (_options.Certificate is null)
            return plain;
        var tls = new SslStream(plain);
        tls.AuthenticateAsServer(new SslServerAuthenticationOptions
        {
            ServerCertificate = _options.Certificate,
            EnabledSslProtocols = _options.Protocols,
            ClientCertificateRequired = _options.ClientAuthority is not null,
            RemoteCertificateValidationCallback = _options.ClientAuthority is null ? null : (_, certificate, _, _) => IsIssued(certificate as X509Certificate2),
        });
        return tls;
    }

    private bool IsIssued(X509Certificate2? certificate)
    {
        if (certificate is null)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_options.ClientAuthority!);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    private void ServeRequests(Socket socket, Stream stream, int connection)
    {
        var reader = new RequestReader(stream);
        var player = new ReplyPlayer(socket, stream, Leave, _stop.Token);
        for (var n = 0; !_stop.IsCancellationRequested && reader.Read() is { } read; n++)
        {
            var request = Number(read) with { Connection = connection, OnConnection = n };
            var log = new RequestLog(request);
            _log.Enqueue(log);
            var reply = _script(request) ?? LookUp(request);
            var keep = player.Play(reply, log);
            log.Completed = log.Error is null;
            Leave(log);
            if (!keep)
                return;
        }
    }

    private ScriptedRequest Number(ScriptedRequest request)
    {
        lock (_counting)
        {
            if (request.IsPost)
                Count(+1);
            return request with { Ordinal = _requests++, Post = request.IsPost ? _posts++ : -1 };
        }
    }

    private void Leave(RequestLog log)
    {
        if (log.Request.IsPost && !log.Left)
            Count(-1);
        log.Left = true;
    }

    private void Count(int change)
    {
        var now = Interlocked.Add(ref _inFlight, change);
        int max;
        while (now > (max = Volatile.Read(ref _maxInFlight)))
            Interlocked.CompareExchange(ref _maxInFlight, now, max);
    }

    private Reply LookUp(ScriptedRequest request) => (request.Method, request.Path.Split('/')[^1]) switch
    {
        ("GET", "models") => Reply.Json($$"""{"object":"list","data":[{"id":"{{_options.Model}}","object":"model","created":1,"owned_by":"vllm","root":"{{_options.Model}}","parent":null,"max_model_len":32768}]}"""),
        ("GET", "health") => Reply.Document(null, ""),
        ("GET", "version") => Reply.Json("""{"version":"0.11.0"}"""),
        _ => Reply.Json("""{"error":{"message":"Not Found","type":"NotFoundError","param":null,"code":404}}""", 404),
    };
}
