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
    /// <param name="connectTime">How long a connection may take to open; null = no limit.</param>
    /// <param name="board">Hears what is tried, and what comes of it.</param>
    public ServerDiscovery(TargetUrl target, ConnectionOptions options, TimeSpan? connectTime, ReachBoard board)
    {
        _target = target;
        _board = board;
        _isHttp2 = options.Http2;
        _proxy = options.Proxy is { } proxy ? $"{proxy.Host}:{proxy.Port}" : options.ProxySource is { } source ? $"none ({source})" : ProxyRules.IsLoopback(target.Host) ? "none (loopback)" : "none";
        _client = new ServerClient(target, options, connectTime, MaxAnswerBytes, board);
    }

    /// <summary>Reads /v1/models and /version.</summary>
    /// <returns>The facts; or why /v1/models could not be reached or read, and whether the server answered at all.</returns>
    public Task<(ServerFacts? Facts, DiscoveryFailure? Failure)> AskAsync(CancellationToken cancel) => AskAsync(AnswerTime, cancel);

    /// <summary>Asks again and again until the server answers or the time is up.</summary>
    /// <param name="wait">How long; zero asks once, and without a limit of its own.</param>
    /// <param name="onWaiting">Hears what is waited for.</param>
    /// <param name="pause">Waits until the next attempt; may be cut short.</param>
    /// <param name="cancel">Gives up, with an exception.</param>
    public async Task<(ServerFacts? Facts, DiscoveryFailure? Failure)> WaitAsync(
        TimeSpan wait, Action<string> onWaiting, Func<TimeSpan, CancellationToken, Task> pause, CancellationToken cancel)
    {
        if (wait == TimeSpan.Zero)
        {
            _board.Begin(_target.Root, _proxy, moreAttempts: 0, Ticks.Now + Ticks.From(AnswerTime));
            var (only, refused) = await AskAsync(cancel);
            _board.End(refused?.Text, nextTicks: 0);
            return (only, refused);
        }
        var until = Ticks.Now + Ticks.From(wait);
        DiscoveryFailure? before = null;
        for (var attempt = 1; ; attempt++)
        {
            var left = LeftUntil(until);
            if (left <= TimeSpan.Zero)
                return (null, before);
            _board.Begin(_target.Root, _proxy, RetryPauses.MoreAfter(attempt, left), until);
            var (facts, failure) = await AskAsync(left < AnswerTime ? left : AnswerTime, cancel);
            left = LeftUntil(until);
            if (failure is null || !failure.MayPass || RetryPauses.Within(attempt, left) is not { } next)
            {
                // What the end of the waiting cut off tells less than what was seen before.
                var last = failure is { MayPass: true } ? before ?? failure : failure;
                _board.End(last?.Text, nextTicks: 0);
                return (facts, last);
            }
            _board.End(failure.Text, Ticks.Now + Ticks.From(next));
            if (failure.Text != before?.Text)
                onWaiting(failure.Text);
            before = failure;
            await pause(next, cancel);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static TimeSpan LeftUntil(long ticks) => TimeSpan.FromSeconds(Ticks.ToSeconds(ticks - Ticks.Now));

    private async Task<(ServerFacts? Facts, DiscoveryFailure? Failure)> AskAsync(TimeSpan atMost, CancellationToken cancel)
    {
        var url = _target.UrlOf("models");
        var until = Ticks.Now + Ticks.From(atMost);
        var (answer, failure) = await _client.AskAsync(url, json: null, atMost, cancel);
        if (failure?.Tls is { } tls)
            _board.Saw(ReachStepKind.Tls, tls.Text);
        else
            _board.Saw(ReachStepKind.Models, answer is null ? null : $"{answer.Status} {answer.Reason}".TrimEnd());
        if (answer is null)
            return (null, failure! with { IsHttp1 = _isHttp2 && failure is { Tls: null, ProxyStatus: null } && await SpeaksHttp1Async(url, LeftUntil(until), cancel) });
        if (!answer.IsSuccess)
            return (null, new DiscoveryFailure(answer.Status, $"{answer.Status} {answer.Reason} for {url}") { Body = answer.Body, Redirect = RedirectOf(answer) });
        if (answer.BodyProblem is { } problem)
            return (null, new DiscoveryFailure(answer.Status, $"the answer of {url} {problem}"));
        var ahead = answer.Date - DateTimeOffset.UtcNow;
        var version = await AskVersionAsync(cancel);
        // careful: bytes, because a charset that .NET does not know would throw.
        var (models, lengths) = ReadModels(Encoding.UTF8.GetString(answer.Body.Span));
        return (new ServerFacts(version is null ? NullIfEmpty(answer.Server) : Vllm, version, models) { ContextLengths = lengths, ClockAhead = ahead }, null);
    }

    private Redirect? RedirectOf(ServerAnswer answer) => Redirect.Is(answer.Status) ? new Redirect(_target, "models", answer.Status, answer.Location) : null;

    // Whoever refuses HTTP/2 says so in many ways; that it answers in HTTP/1.1 is plain.
    private async Task<bool> SpeaksHttp1Async(string url, TimeSpan atMost, CancellationToken cancel) =>
        atMost > TimeSpan.Zero && (await _client.AskAsync(url, json: null, atMost, cancel, HttpVersion.Version11)).Answer is not null;

    private async Task<string?> AskVersionAsync(CancellationToken cancel)
    {
        try
        {
            // vLLM serves it at the root, beside /v1. The server is there, so that no waiting is left to cut it short.
            var (answer, _) = await _client.AskAsync($"{_target.Root}/version", json: null, AnswerTime, cancel);
            if (answer is not { IsSuccess: true, BodyProblem: null })
                return null;
            using var json = JsonDocument.Parse(answer.Body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("version", out var version) ? version.ToString() : null;
        }
        catch (JsonException)
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
