using System.Net;
using System.Net.Http.Headers;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Server;

/// <summary>An HttpClient with the trust, proxy, key and headers of the run, for what is not measured.</summary>
internal sealed class ServerClient : IDisposable
{
    private readonly TlsClient? _tls;
    private TlsProblem? _distrust;

    /// <summary>Prepares a client.</summary>
    /// <param name="target">The server.</param>
    /// <param name="options">How it is reached.</param>
    /// <param name="answerTime">How long an answer may take.</param>
    /// <param name="maxAnswerBytes">How large it may be.</param>
    /// <param name="board">Hears how far each connection comes; null = nobody does.</param>
    public ServerClient(TargetUrl target, ConnectionOptions options, TimeSpan answerTime, long maxAnswerBytes, ReachBoard? board = null)
    {
        _tls = target.IsTls ? new TlsClient(target, options) : null;
        Client = new HttpClient(Handler(options, board)) { Timeout = answerTime, MaxResponseContentBufferSize = maxAnswerBytes };
        if (options.Http2)
            (Client.DefaultRequestVersion, Client.DefaultVersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        Client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("vllmstream", null));
        if (options.ApiKey is { } key)
            Client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {key.Reveal()}");
        foreach (var header in options.Headers)
            Client.DefaultRequestHeaders.TryAddWithoutValidation(header.Name, header.Value.Reveal());
    }

    /// <summary>The client.</summary>
    public HttpClient Client { get; }

    /// <summary>What is wrong between us and the server where a request failed for TLS; null when it failed for something else.</summary>
    public TlsProblem? TlsProblem(HttpRequestException failure) => _distrust ?? _tls?.Refusal(failure);

    /// <summary>The innermost reason of a failed request.</summary>
    public static string Reason(HttpRequestException e)
    {
        Exception deepest = e;
        while (deepest.InnerException is { } inner)
            deepest = inner;
        return deepest.Message;
    }

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();

    private SocketsHttpHandler Handler(ConnectionOptions options, ReachBoard? board)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = options.Proxy is not null,
            Proxy = options.Proxy is { } proxy ? new WebProxy(proxy) { Credentials = Credentials(proxy) } : null,
            AllowAutoRedirect = false,
            // The load sends none either.
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
        };
        if (board is not null)
        {
            var watched = new WatchedConnect(board);
            handler.ConnectCallback = watched.ConnectAsync;
            handler.PlaintextStreamFilter = watched.SecuredAsync;
        }

        if (_tls is not null)
            handler.SslOptions = _tls.Options(problem => _distrust = problem);
        return handler;
    }

    private static NetworkCredential? Credentials(Uri proxy)
    {
        var parts = Uri.UnescapeDataString(proxy.UserInfo).Split(':', 2);
        return parts[0].Length == 0 ? null : new NetworkCredential(parts[0], parts.Length > 1 ? parts[1] : "");
    }
}
