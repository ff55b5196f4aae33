using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Server;

/// <summary>Asks a server who it is and which models it has. Nothing here is measured, so HttpClient does.</summary>
public sealed class ServerDiscovery : IDisposable
{
    // Listing models reads a table; a server that needs longer is not ready for load.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    // A list of models is some kilobytes; whatever is larger is not one.
    private const long MaxAnswerBytes = 8 * 1024 * 1024;

    private readonly TargetUrl _target;
    private readonly HttpClient _client;
    private readonly TlsTrust? _trust;
    private readonly bool _isHttp2;
    private string? _distrust;

    /// <summary>Prepares a client with the trust, proxy, key and headers of the run.</summary>
    public ServerDiscovery(TargetUrl target, ConnectionOptions options)
    {
        _target = target;
        _trust = target.IsTls ? new TlsTrust(target.Host, options) : null;
        _client = new HttpClient(Handler(options)) { Timeout = AnswerTime, MaxResponseContentBufferSize = MaxAnswerBytes };
        _isHttp2 = options.Http2;
        if (_isHttp2)
            (_client.DefaultRequestVersion, _client.DefaultVersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("vllmstream", null));
        if (options.ApiKey is { } key)
            _client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {key.Reveal()}");
        foreach (var header in options.Headers)
            _client.DefaultRequestHeaders.TryAddWithoutValidation(header.Name, header.Value.Reveal());
    }

    /// <summary>Reads /v1/models and /version.</summary>
    /// <returns>The facts; or why /v1/models could not be reached or read, and whether the server answered at all.</returns>
    public async Task<(ServerFacts? Facts, DiscoveryFailure? Failure)> AskAsync(CancellationToken cancel)
    {
        try
        {
            using var answer = await _client.GetAsync(new Uri(_target.UrlOf("models")), cancel);
            // careful: bytes, because a charset that .NET does not know would throw.
            var body = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(cancel));
            if (!answer.IsSuccessStatusCode)
                return (null, new DiscoveryFailure((int)answer.StatusCode, $"{(int)answer.StatusCode} {answer.ReasonPhrase} for {_target.UrlOf("models")}", body));
            var models = ReadModels(body);
            var server = answer.Headers.Server.ToString();
            var version = await AskVersionAsync(cancel);
            return (new ServerFacts(version is null ? NullIfEmpty(server) : "vLLM", version, models), null);
        }
        catch (HttpRequestException e)
        {
            if (_distrust is { } distrust)
                return (null, new DiscoveryFailure(null, $"certificate of {_target.Authority}: {distrust}", null) { IsCertificate = true });
            return (null, new DiscoveryFailure(null, Reason(e), null) { IsHttp1 = _isHttp2 && await SpeaksHttp1Async(cancel) });
        }
        catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, new DiscoveryFailure(null, $"no answer from {_target.UrlOf("models")} within {AnswerTime.TotalSeconds:0} s", null));
        }
    }

    /// <summary>Asks again and again until the server answers or the time is up.</summary>
    public async Task<(ServerFacts? Facts, DiscoveryFailure? Failure)> WaitAsync(TimeSpan wait, Action<string> onWaiting, CancellationToken cancel)
    {
        var until = Ticks.Now + Ticks.From(wait);
        string? said = null;
        while (true)
        {
            var (facts, failure) = await AskAsync(cancel);
            // 5xx is what gateways say while the server behind them starts.
            var notUp = failure is { Status: null or >= 500, IsCertificate: false, IsHttp1: false };
            if (!notUp || Ticks.Now >= until)
                return (facts, failure);
            if (failure!.Text != said)
                onWaiting(said = failure.Text);
            await Task.Delay(TimeSpan.FromMilliseconds(250), cancel);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private SocketsHttpHandler Handler(ConnectionOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = options.Proxy is not null,
            Proxy = options.Proxy is { } proxy ? new WebProxy(proxy) { Credentials = Credentials(proxy) } : null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
        };
        if (_trust is not null)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                (_distrust = _trust.Distrust(certificate as X509Certificate2, chain, errors)) is null;
        }
        return handler;
    }

    private static NetworkCredential? Credentials(Uri proxy)
    {
        var parts = Uri.UnescapeDataString(proxy.UserInfo).Split(':', 2);
        return parts[0].Length == 0 ? null : new NetworkCredential(parts[0], parts.Length > 1 ? parts[1] : "");
    }

    // Whoever refuses HTTP/2 says so in many ways; that it answers in HTTP/1.1 is plain.
    private async Task<bool> SpeaksHttp1Async(CancellationToken cancel)
    {
        try
        {
            using var ask = new HttpRequestMessage(HttpMethod.Get, new Uri(_target.UrlOf("models"))) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            using var answer = await _client.SendAsync(ask, HttpCompletionOption.ResponseHeadersRead, cancel);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<string?> AskVersionAsync(CancellationToken cancel)
    {
        try
        {
            // vLLM serves it at the root, beside /v1.
            using var answer = await _client.GetAsync(new Uri($"{_target.Root}/version"), cancel);
            if (!answer.IsSuccessStatusCode)
                return null;
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancel));
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("version", out var version) ? version.ToString() : null;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or InvalidOperationException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    private static IReadOnlyList<string> ReadModels(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array
                ? [.. data.EnumerateArray().Where(m => m.ValueKind == JsonValueKind.Object && m.TryGetProperty("id", out _)).Select(m => m.GetProperty("id").ToString())]
                : [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private static string Reason(HttpRequestException e)
    {
        Exception deepest = e;
        while (deepest.InnerException is { } inner)
            deepest = inner;
        return deepest.Message;
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
