using System.Net;
using System.Net.Security;
using System.Text;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Server;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Http.Http2;

/// <summary>.NET's HTTP/2 client for one server, over connections of the portable transport, each with a tap. As many connections as the streams need. Any thread.</summary>
public sealed class Http2Client : IDisposable
{
    private static readonly HttpRequestOptionsKey<DialledConnection> Dialled = new("dialled");

    // A request's own limit is judged by its deadline; an attempt that nobody waits for any more may last a little longer.
    private static readonly TimeSpan DialGrace = TimeSpan.FromSeconds(1);

    private readonly SocketTransport _transport = new();
    private readonly RequestNames _names = new();
    private readonly HttpMessageInvoker _invoker;
    private readonly ConnectTarget _target;
    private readonly TlsLayer? _tls;
    private volatile TlsProblem? _distrust;
    private volatile ConnectionTap? _newest;

    /// <summary>Prepares it; nothing is opened.</summary>
    /// <param name="url">The server.</param>
    /// <param name="options">Trust and proxy.</param>
    /// <param name="connectLimit">Limit of an attempt to connect; null = none.</param>
    public Http2Client(TargetUrl url, ConnectionOptions options, TimeSpan? connectLimit)
    {
        ArgumentNullException.ThrowIfNull(url);
        _target = new ConnectTarget(url, options);
        _tls = url.IsTls ? new TlsLayer(url, options) : null;
        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            // Proxies are dialled through by the transport, as with HTTP/1.1.
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            // No header but those that were asked for.
            ActivityHeadersPropagator = null,
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            ConnectTimeout = connectLimit is { } limit ? limit + DialGrace : Timeout.InfiniteTimeSpan,
            // Expect: 100-continue is sent where it was asked for, and the body behind it at once, as with HTTP/1.1.
            Expect100ContinueTimeout = TimeSpan.Zero,
            ConnectCallback = DialAsync,
            PlaintextStreamFilter = TapAsync,
        };
        if (_tls is not null)
            handler.SslOptions = _tls.Handshake(SslApplicationProtocol.Http2, problem => _distrust = problem);
        _invoker = new HttpMessageInvoker(handler);
    }

    /// <summary>Sends a request and waits for the head of its answer.</summary>
    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, string id, StreamTap tap, CancellationToken cancel)
    {
        _names.Add(id, tap);
        return _invoker.SendAsync(message, cancel);
    }

    /// <summary>The request is over.</summary>
    internal void Forget(string id, StreamTap tap)
    {
        _names.Remove(id, tap);
        tap.Connection?.Forget(tap.Number);
    }

    /// <summary>Why a request did not get on a connection.</summary>
    internal RequestError WhyNot(Exception error)
    {
        for (var e = error; e is not null; e = e.InnerException)
        {
            if (e is DialException dial)
                return dial.Error;
        }
        var where = _target.Url.Authority;
        if (_distrust is { } distrust)
            return new RequestError("tls", distrust.ToString());
        return (error as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.VersionNegotiationError => NotOffered(where),
            HttpRequestError.SecureConnectionError when TlsAlert.Of(error) == TlsAlert.NoApplicationProtocol => NotOffered(where),
            HttpRequestError.SecureConnectionError when _tls?.Client.Refusal(error) is { } refusal => new RequestError("tls", refusal.ToString()),
            HttpRequestError.SecureConnectionError => new RequestError("tls", $"TLS with {where}, which was offered HTTP/2 only: {Innermost(error)}"),
            _ => new RequestError("not_http2", $"no HTTP/2 from {where}: {FirstWords() ?? Innermost(error)}"),
        };
    }

    private static RequestError NotOffered(string where) => new("not_http2", $"{where} does not take HTTP/2 in the TLS handshake (ALPN)");

    /// <summary>Why a stream ended before its answer did.</summary>
    /// <returns>The text, and whether the server broke off; else what came was no HTTP/2.</returns>
    internal static (string Text, bool IsBroken) WhyBroken(StreamTap tap, Exception error)
    {
        var again = tap.Attempts > 1 ? $", after {tap.Attempts} attempts" : "";
        if (tap.ResetCode is { } code)
            return ($"stream reset by the server: {Http2Codes.Name(code)}{again}", true);
        if (tap.Connection is { } connection && LastWords(connection) is { } last)
            return ($"{last}{again}", true);
        return error is OperationCanceledException ? ("connection reset", true) : (Innermost(error), false);
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    // What a server said that does not speak it; it says so on every connection.
    private string? FirstWords() => _newest is { IsHttp2: false } tap ? tap.Http1Line ?? LastWords(tap) : null;

    private static string? LastWords(ConnectionTap tap) => tap switch
    {
        { GoAway: { } goAway, Ended: { } ended } => $"{goAway}, then {ended}",
        _ => tap.GoAway ?? tap.Ended,
    };

    private static string Innermost(Exception error)
    {
        while (error.InnerException is { } inner)
            error = inner;
        return error.Message;
    }

    private async ValueTask<Stream> DialAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var connect = await _transport.ConnectAsync(_target, cancel);
        if (connect.Pipe is not { } pipe)
            throw new DialException(connect.Error!);
        // careful: not undone when this returns, for TLS follows, and the stream under it does not look at tokens.
        cancel.UnsafeRegister(static state => ((TimedPipe)state!).Abort(), pipe);
        var stream = new PipeStream(pipe, ownsPipe: true);
        context.InitialRequestMessage.Options.Set(Dialled, new DialledConnection(stream, pipe.Phases, Ticks.Now));
        return stream;
    }

    private ValueTask<Stream> TapAsync(SocketsHttpPlaintextStreamFilterContext context, CancellationToken cancel)
    {
        if (context.NegotiatedHttpVersion != HttpVersion.Version20 || !context.InitialRequestMessage.Options.TryGetValue(Dialled, out var dialled))
            return new ValueTask<Stream>(context.PlaintextStream);
        _tls?.Client.Shaken();
        var tap = new ConnectionTap(context.PlaintextStream, dialled, _names.Find, _tls is null ? null : _tls.Client.Answered);
        _newest = tap;
        return new ValueTask<Stream>(tap);
    }
}
