using System.Net;
using System.Net.Sockets;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Exporting;

/// <summary>Serves the page while the process runs: plain HTTP/1.1, one answer for each connection. Socket threads and threads of the pool; it never waits for a run, nor a run for it.</summary>
/// <remarks>No web server of .NET's: one page for a few scrapers needs none, and the executable stays small.</remarks>
public sealed class MetricsServer : IAsyncDisposable
{
    // Prometheus asks from one or two places; whoever opens more and reads none of them has no claim on this process.
    private const int MostClients = 16;

    // A head of a scraper is some hundred bytes.
    private const int LongestHead = 8 * 1024;
    private const int Backlog = 64;

    // Half of the usual time limit of a scrape: who is slower has given up, or will.
    private static readonly TimeSpan ClientTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener;
    private readonly Func<LiveFigures> _figures;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    private MetricsServer(Socket listener, string host, Func<LiveFigures> figures)
    {
        (_listener, _figures) = (listener, figures);
        Url = $"http://{new ListenAddress(host, ((IPEndPoint)listener.LocalEndPoint!).Port).Authority}{ScrapeAnswer.Path}";
        _accepting = AcceptLoopAsync();
    }

    /// <summary>Where the page is; with the port that was found where any was asked for.</summary>
    public string Url { get; }

    /// <summary>Begins to serve.</summary>
    /// <param name="address">Where.</param>
    /// <param name="shown">The option as error lines quote it.</param>
    /// <param name="figures">What is served.</param>
    /// <exception cref="OptionException">Nobody can listen there: the port is taken, or the host is not of this machine.</exception>
    public static MetricsServer Start(ListenAddress address, string shown, Func<LiveFigures> figures)
    {
        ArgumentNullException.ThrowIfNull(address);
        Socket? listener = null;
        try
        {
            var ip = IPAddress.TryParse(address.Host, out var literal) ? literal : Dns.GetHostAddresses(address.Host)[0];
            listener = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(ip, address.Port));
            listener.Listen(Backlog);
            return new MetricsServer(listener, address.Host, figures);
        }
        catch (SocketException e)
        {
            listener?.Dispose();
            throw new OptionException(e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"{shown} cannot be listened on: the port is in use; name another one, or 0 for any free one",
                SocketError.AccessDenied => $"{shown} cannot be listened on: this user may not; name a port above 1023",
                _ => $"{shown} cannot be listened on: {e.Message}; name a port, or an address of this machine and a port",
            });
        }
    }

    /// <summary>Ends at once, whoever is still being answered.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptLoopAsync()
    {
        var clients = new List<ScrapeClient>();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptAsync(_stop.Token);
                clients.RemoveAll(client => client.Serving.IsCompleted);
                if (!HasRoom(clients))
                {
                    socket.Dispose();
                    continue;
                }

                var client = new ScrapeClient(socket);
                client.Serving = ServeAsync(client);
                clients.Add(client);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (SocketException)
            {
                // Mostly: no more files may be opened. The load needs them more, and some will be closed again.
                await Task.Delay(AcceptPause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(clients.Select(client => client.Serving));
    }

    // They stand in the order in which they came: who was silent for longest gives its place to who may ask.
    private static bool HasRoom(List<ScrapeClient> clients)
    {
        if (clients.Count < MostClients)
            return true;
        if (clients.Find(client => client.IsIdle) is not { } oldest)
            return false;
        oldest.Drop();
        clients.Remove(oldest);
        return true;
    }

    private async Task ServeAsync(ScrapeClient served)
    {
        using var client = served.Socket;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(ClientTime);
        try
        {
            var buffer = new byte[LongestHead];
            if (await ReadHeadAsync(client, buffer, limit.Token) is not { } length)
                return;
            served.Ask();
            // careful: what follows a receive runs on the socket thread that the portable transport reads by, and a page takes its time.
            await Task.Yield();
            ReadOnlyMemory<byte> rest = ScrapeAnswer.To(ScrapeRequest.Read(buffer.AsSpan(0, length)), _figures().Newest);
            while (!rest.IsEmpty)
                rest = rest[await client.SendAsync(rest, limit.Token)..];
            client.Shutdown(SocketShutdown.Send);
            // careful: closing with something unread would reset the connection, and take the answer along.
            while (await client.ReceiveAsync(buffer, limit.Token) > 0)
            {
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // Too slow, or gone.
        }
    }

    // Its length with the blank line; null when the other side has ended before, or goes on for too long.
    private static async Task<int?> ReadHeadAsync(Socket client, byte[] buffer, CancellationToken cancel)
    {
        for (var length = 0; length < buffer.Length;)
        {
            var read = await client.ReceiveAsync(buffer.AsMemory(length), cancel);
            if (read == 0)
                return null;
            length += read;
            if (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) is >= 0 and var end)
                return end + 4;
        }

        return null;
    }
}
