using System.Diagnostics;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace VllmStream.Bench.Peers;

/// <summary>
/// What one would write with .NET's own parts: HttpClient, System.Net.ServerSentEvents, JsonDocument, and a Stopwatch. A program
/// of its own (<c>bench peer-httpclient</c>) that takes the arguments of Native/lean-client and writes its kind of log.
/// </summary>
/// <remarks>A request's times belong to its stream; the list of them is guarded by a lock.</remarks>
internal sealed class HttpClientPeer : IDisposable
{
    /// <summary>Its command.</summary>
    public const string Command = "peer-httpclient";

    private readonly HttpClient _client = new();
    private readonly List<List<long>> _requests = [];
    private readonly Lock _gate = new();
    private readonly Uri _url;
    private readonly int _tokens;
    private readonly int _spread;
    private int _failed;

    private HttpClientPeer(Uri url, int tokens, int spread) => (_url, _tokens, _spread) = (url, tokens, spread);

    /// <summary>Runs it.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        using var peer = new HttpClientPeer(
            new Uri($"http://127.0.0.1:{Value(arguments, "--port")}/v1/chat/completions"), Number(arguments, "--tokens"), Number(arguments, "--spread"));
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(Number(arguments, "--seconds")));
        await Task.WhenAll(Enumerable.Range(0, Number(arguments, "--streams")).Select(_ => peer.StreamLoopAsync(end.Token)));
        peer.Write(Value(arguments, "--log"));
        Console.WriteLine($"requests {peer._requests.Count} failed {peer._failed}");
        return 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task StreamLoopAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                await RequestAsync(end);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                Interlocked.Increment(ref _failed);
            }
        }
    }

    private async Task RequestAsync(CancellationToken end)
    {
        var (number, times) = Begin();
        var length = Math.Max(1, _tokens + new Random(number).Next(-_spread, _spread + 1));
        var body = $$"""{"model":"m","messages":[{"role":"user","content":"Tell me of rivers."}],"stream":true,"max_tokens":{{length}},"seed":{{number}}}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        times.Add(Stopwatch.GetTimestamp());
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end);
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync(end);
        await foreach (var item in System.Net.ServerSentEvents.SseParser.Create(stream).EnumerateAsync(end))
        {
            var now = Stopwatch.GetTimestamp();
            if (item.Data == "[DONE]")
                continue;
            using var json = JsonDocument.Parse(item.Data);
            var choices = json.RootElement.GetProperty("choices");
            if (choices.GetArrayLength() > 0 && choices[0].GetProperty("delta").TryGetProperty("content", out var content) && content.GetString() is { Length: > 0 })
                times.Add(now);
        }
    }

    private (int Number, List<long> Times) Begin()
    {
        var times = new List<long>(_tokens + _spread + 1);
        lock (_gate)
        {
            _requests.Add(times);
            return (_requests.Count - 1, times);
        }
    }

    // Native/request-log.h has the format. Stopwatch ticks are ns of CLOCK_MONOTONIC on Linux.
    private void Write(string path)
    {
        using var writer = new BinaryWriter(File.Create(path));
        for (var number = 0; number < _requests.Count; number++)
        {
            var times = _requests[number];
            if (times.Count == 0)
                continue;
            var key = Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));
            writer.Write(key.Length);
            writer.Write(key);
            writer.Write(times[0]);
            writer.Write(times.Count - 1);
            foreach (var time in times.Skip(1))
                writer.Write(time);
        }
    }

    private static string Value(string[] arguments, string name) => arguments[Array.IndexOf(arguments, name) + 1];

    private static int Number(string[] arguments, string name) => int.Parse(Value(arguments, name), CultureInfo.InvariantCulture);
}
