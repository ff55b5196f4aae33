using System.Globalization;
using System.Net;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Server;

/// <summary>Asks with the trust, proxy, key and headers of the run what is not measured, over an HttpClient. Any thread.</summary>
internal sealed class ServerClient : IDisposable
{
    private const int ProxyAuthenticationRequired = 407;

    private readonly HttpClient _client;
    private readonly TargetUrl _target;
    private readonly ConnectionOptions _options;
    private readonly TlsClient? _tls;
    private readonly TimeSpan? _connectTime;
    private readonly long _maxAnswerBytes;
    private readonly string _accept;
    private TlsProblem? _distrust;

    /// <summary>Prepares a client.</summary>
    /// <param name="target">The server.</param>
    /// <param name="options">How it is reached.</param>
    /// <param name="connectTime">How long a connection may take to open; null = no limit.</param>
    /// <param name="maxAnswerBytes">How large an answer may be.</param>
    /// <param name="board">Hears how far each connection comes; null = nobody does.</param>
    /// <param name="accept">What kind of answer is asked for.</param>
    public ServerClient(TargetUrl target, ConnectionOptions options, TimeSpan? connectTime, long maxAnswerBytes, ReachBoard? board = null, string accept = "application/json")
    {
        _accept = accept;
        (_target, _options, _connectTime, _maxAnswerBytes) = (target, options, connectTime, maxAnswerBytes);
        _tls = target.IsTls ? new TlsClient(target, options) : null;
        // Each question has a limit of its own.
        _client = new HttpClient(Handler(board)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Asks, and reads the whole answer.</summary>
    /// <param name="url">The whole address.</param>
    /// <param name="json">What is posted; null for a GET.</param>
    /// <param name="atMost">How long it may take.</param>
    /// <param name="cancel">Gives up, with an exception.</param>
    /// <param name="version">The version of HTTP; null = that of the run.</param>
    public async Task<(ServerAnswer? Answer, DiscoveryFailure? Failure)> AskAsync(string url, byte[]? json, TimeSpan atMost, CancellationToken cancel, Version? version = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(atMost);
        try
        {
            using var message = Message(url, json, version ?? (_options.Http2 ? HttpVersion.Version20 : HttpVersion.Version11));
            using var answer = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            _tls?.Answered();
            if ((int)answer.StatusCode == ProxyAuthenticationRequired && _options.Proxy is not null && !_target.IsTls)
                return (null, OfProxy(ProxyAuthenticationRequired));
            return (await ReadAsync(answer, limit.Token), null);
        }
        catch (HttpRequestException e) when (e is { HttpRequestError: HttpRequestError.ProxyTunnelError, StatusCode: { } status })
        {
            return (null, OfProxy((int)status));
        }
        catch (HttpRequestException e)
        {
            return (null, ProblemOf(e) is { } problem ? new DiscoveryFailure(null, problem.Text) { Tls = problem } : new DiscoveryFailure(null, Reason(e)));
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            // What runs out inside .NET is the limit of connecting.
            return (null, new DiscoveryFailure(null, limit.IsCancellationRequested || e.InnerException is not TimeoutException
                ? string.Create(CultureInfo.InvariantCulture, $"no answer from {url} within {atMost.TotalSeconds:0.###} s")
                : string.Create(CultureInfo.InvariantCulture, $"no connection to {_target.Authority} within {_connectTime?.TotalSeconds:0.###} s")));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<ServerAnswer> ReadAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var head = new ServerAnswer((int)answer.StatusCode, answer.ReasonPhrase ?? "", default)
        {
            Server = answer.Headers.Server.ToString(),
            Date = answer.Headers.Date,
            Location = answer.Headers.TryGetValues("Location", out var values) ? values.First() : null,
        };
        try
        {
            await answer.Content.LoadIntoBufferAsync(_maxAnswerBytes, cancel);
            return head with { Body = await answer.Content.ReadAsByteArrayAsync(cancel) };
        }
        // gzip and deflate have the first, br the second.
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            return head with { BodyProblem = "is marked as compressed (Content-Encoding) and cannot be decompressed" };
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            return head with { BodyProblem = $"is longer than {_maxAnswerBytes / 1024 / 1024} MiB" };
        }
    }

    // What the load would send, so that a gateway which lets one in lets the other in.
    private HttpRequestMessage Message(string url, byte[]? json, Version version)
    {
        var address = new Uri(url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(json is null ? HttpMethod.Get : HttpMethod.Post, address) { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        if (json is not null)
            message.Content = new ByteArrayContent(json);
        AddUnlessGiven(message, "User-Agent", "vllmstream");
        AddUnlessGiven(message, "Accept", _accept);
        if (json is not null)
            AddUnlessGiven(message, "Content-Type", "application/json");
        if (_options.ApiKey is { } key)
            AddUnlessGiven(message, "Authorization", $"Bearer {key.Reveal()}");
        foreach (var header in _options.Headers)
            Add(message, header.Name, header.Value.Reveal());
        return message;
    }

    private void AddUnlessGiven(HttpRequestMessage message, string name, string value)
    {
        if (!_options.Headers.Any(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            Add(message, name, value);
    }

    private static void Add(HttpRequestMessage message, string name, string value)
    {
        if (!message.Headers.TryAddWithoutValidation(name, value))
            message.Content?.Headers.TryAddWithoutValidation(name, value);
    }

    private DiscoveryFailure OfProxy(int status) => new(null, $"the proxy {_options.ProxyName} answers {status}") { ProxyStatus = status };

    private TlsProblem? ProblemOf(HttpRequestException failure) => _distrust ?? (MayRefuseUs(failure) ? _tls?.Refusal(failure) : null);

    // What fails before TLS has begun says nothing about certificates: nobody there, no such name; nor does what fails behind an answer.
    private static bool MayRefuseUs(HttpRequestException failure) => failure.HttpRequestError switch
    {
        HttpRequestError.SecureConnectionError => TlsAlert.Of(failure) != TlsAlert.NoApplicationProtocol,
        HttpRequestError.ResponseEnded => true,
        HttpRequestError.Unknown => TlsAlert.Of(failure) is not null || TlsClient.IsBrokenOff(failure),
        _ => false,
    };

    // The innermost says it best.
    private static string Reason(HttpRequestException e)
    {
        Exception deepest = e;
        while (deepest.InnerException is { } inner)
            deepest = inner;
        return deepest.Message;
    }

    private SocketsHttpHandler Handler(ReachBoard? board)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = _options.Proxy is not null,
            Proxy = _options.Proxy is { } proxy ? new WebProxy(proxy) { Credentials = Credentials(proxy) } : null,
            AllowAutoRedirect = false,
            // The load sends none either.
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = _connectTime ?? Timeout.InfiniteTimeSpan,
            // The load does not wait for a word either.
            Expect100ContinueTimeout = TimeSpan.Zero,
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
