using System.Net;
using System.Text;
using System.Text.Json;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Server;

/// <summary>Asks a server who it is and which models it has. Nothing here is measured, so HttpClient does.</summary>
public sealed class ServerDiscovery : IDisposable
{
    /// <summary>Name of a server that answers /version as vLLM does.</summary>
    public const string Vllm = "vLLM";

    // Listing models reads a table; a server that needs longer is not ready for load.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    // A list of models is some kilobytes; whatever is larger is not one.
    private const long MaxAnswerBytes = 8 * 1024 * 1024;

    private readonly TargetUrl _target;
    private readonly ServerClient _client;
    private readonly ReachBoard _board;
    private readonly string _proxy;
    private readonly bool _isHttp2;

    /// <summary>Prepares a client with the trust, proxy, key and headers of the run.</summary>
    /// <param name="target">The server.</param>
    /// <param name="options">How it is reached.</param>
    /// <param name="board">Hears what is tried, and what comes of it.</param>
    public ServerDiscovery(TargetUrl target, ConnectionOptions options, ReachBoard board)
    {
        _target = target;
        _board = board;
        _isHttp2 = options.Http2;
        _proxy = options.Proxy is { } proxy ? $"{proxy.Host}:{proxy.Port}" : options.ProxySource is { } source ? $"none ({source})" : ProxyRules.IsLoopback(target.Host) ? "none (loopback)" : "none";
        _client = new ServerClient(target, options, AnswerTime, MaxAnswerBytes, board);
    }

    /// <summary>Reads /v1/models and /version.</summary>
    /// <returns>The facts; or why /v1/models could not be reached or read, and whether the server answered at all.</returns>
    public async Task<(ServerFacts? Facts, DiscoveryFailure? Failure)> AskAsync(CancellationToken cancel)
    {
        try
        {
            using var answer = await _client.Client.GetAsync(new Uri(_target.UrlOf("models")), cancel);
            // careful: bytes, because a charset that .NET does not know would throw.
            var body = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(cancel));
            _board.Saw(ReachStepKind.Models, $"{(int)answer.StatusCode} {answer.ReasonPhrase}".TrimEnd());
            if (!answer.IsSuccessStatusCode)
                return (null, new DiscoveryFailure((int)answer.StatusCode, $"{(int)answer.StatusCode} {answer.ReasonPhrase} for {_target.UrlOf("models")}", body) { Redirect = RedirectOf(answer) });
            var server = answer.Headers.Server.ToString();
            var ahead = answer.Headers.Date - DateTimeOffset.UtcNow;
            var version = await AskVersionAsync(cancel);
            var (models, lengths) = ReadModels(body);
            return (new ServerFacts(version is null ? NullIfEmpty(server) : Vllm, version, models) { ContextLengths = lengths, ClockAhead = ahead }, null);
        }
        catch (HttpRequestException e)
        {
            if (_client.TlsProblem(e) is { } problem)
            {
                _board.Saw(ReachStepKind.Tls, problem.Text);
                return (null, new DiscoveryFailure(null, problem.Text, null) { Tls = problem });
            }
            return (null, new DiscoveryFailure(null, ServerClient.Reason(e), null) { IsHttp1 = _isHttp2 && await SpeaksHttp1Async(cancel) });
        }
        catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
        {
            _board.Saw(ReachStepKind.Models, $"no answer within {AnswerTime.TotalSeconds:0} s");
            return (null, new DiscoveryFailure(null, $"no answer from {_target.UrlOf("models")} within {AnswerTime.TotalSeconds:0} s", null));
        }
    }

    /// <summary>Asks again and again until the server answers or the time is up.</summary>
    /// <param name="wait">The time.</param>
    /// <param name="onWaiting">Hears why it is waited, once for each reason.</param>
    /// <param name="pause">Waits until the next attempt; may be cut short.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<(ServerFacts? Facts, DiscoveryFailure? Failure)> WaitAsync(
        TimeSpan wait, Action<string> onWaiting, Func<TimeSpan, CancellationToken, Task> pause, CancellationToken cancel)
    {
        var until = Ticks.Now + Ticks.From(wait);
        string? said = null;
        for (var attempt = 1; ; attempt++)
        {
            _board.Begin(_target.Root, _proxy, RetryPauses.MoreAfter(attempt, TimeSpan.FromSeconds(Ticks.ToSeconds(until - Ticks.Now))), until);
            var (facts, failure) = await AskAsync(cancel);
            // 5xx is what gateways say while the server behind them starts.
            var notUp = failure is { Status: null or >= 500, Tls: null, IsHttp1: false };
            var left = TimeSpan.FromSeconds(Ticks.ToSeconds(until - Ticks.Now));
            if (!notUp || left <= TimeSpan.Zero)
            {
                _board.End(failure?.Text, nextTicks: 0);
                return (facts, failure);
            }
            // The last attempt is made when the time is up.
            var next = RetryPauses.After(attempt) < left ? RetryPauses.After(attempt) : left;
            _board.End(failure!.Text, Ticks.Now + Ticks.From(next));
            if (failure.Text != said)
                onWaiting(said = failure.Text);
            await pause(next, cancel);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private Redirect? RedirectOf(HttpResponseMessage answer) => !Redirect.Is((int)answer.StatusCode) ? null
        : new Redirect(_target, "models", (int)answer.StatusCode, answer.Headers.TryGetValues("Location", out var values) ? values.First() : null);

    // Whoever refuses HTTP/2 says so in many ways; that it answers in HTTP/1.1 is plain.
    private async Task<bool> SpeaksHttp1Async(CancellationToken cancel)
    {
        try
        {
            using var ask = new HttpRequestMessage(HttpMethod.Get, new Uri(_target.UrlOf("models"))) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            using var answer = await _client.Client.SendAsync(ask, HttpCompletionOption.ResponseHeadersRead, cancel);
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
            using var answer = await _client.Client.GetAsync(new Uri($"{_target.Root}/version"), cancel);
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

    private static (IReadOnlyList<string> Names, IReadOnlyDictionary<string, int> ContextLengths) ReadModels(string body)
    {
        var names = new List<string>();
        var lengths = new Dictionary<string, int>(StringComparer.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(body);
            if (!json.RootElement.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
                return (names, lengths);
            foreach (var model in data.EnumerateArray())
            {
                if (model.ValueKind != JsonValueKind.Object || !model.TryGetProperty("id", out var id))
                    continue;
                names.Add(id.ToString());
                if (model.TryGetProperty("max_model_len", out var length) && length.ValueKind == JsonValueKind.Number && length.TryGetInt32(out var tokens) && tokens > 0)
                    lengths[names[^1]] = tokens;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            names.Clear();
        }
        return (names, lengths);
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
