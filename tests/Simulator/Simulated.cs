using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using VllmStream.Simulation;

namespace VllmStream.Tests.Simulator;

/// <summary>A simulator on a free port with a client, both gone at the end of the test.</summary>
internal sealed class Simulated : IAsyncDisposable
{
    /// <summary>Fast enough for many tests, slow enough that a token has a time of its own.</summary>
    public static readonly SimulatorOptions Fast = new()
    {
        TtftBase = TimeSpan.FromMilliseconds(5),
        TtftPerPromptToken = TimeSpan.Zero,
        InterTokenTime = TimeSpan.FromMilliseconds(1),
        AnswerTokens = 6,
        AnswerSpread = 0,
    };

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SimulatorServer server;

    private Simulated(SimulatorServer server)
    {
        this.server = server;
        Client = new HttpClient { BaseAddress = server.BaseUrl, Timeout = Patience };
    }

    public HttpClient Client { get; }

    public Uri BaseUrl => server.BaseUrl;

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Simulated> StartAsync(SimulatorOptions? options = null) =>
        new(await SimulatorServer.StartAsync(options ?? Fast, Cancellation));

    public Task<HttpResponseMessage> SendAsync(string path, string body, string? requestId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        if (requestId is not null) request.Headers.Add("X-Request-Id", requestId);
        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
    }

    /// <summary>The data of all events of a streamed answer.</summary>
    public async Task<IReadOnlyList<string>> StreamAsync(string path, string body, string? requestId = null)
    {
        using var response = await SendAsync(path, body, requestId);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, text);
        return SseText.Events(text);
    }

    public async Task<JsonElement> AnswerAsync(string path, string body, string? requestId = null)
    {
        using var response = await SendAsync(path, body, requestId);
        return Json(await response.Content.ReadAsStringAsync(Cancellation));
    }

    /// <summary>The log of a request once it has ended; the server notes the end a little after the client sees it.</summary>
    public async Task<JsonElement> FinishedLogAsync(string requestId)
    {
        JsonElement entry = default;
        await UntilAsync(async () =>
        {
            var lines = await LogAsync("?request=" + requestId);
            if (lines.Count < 2) return false;
            entry = lines[1];
            return entry.GetProperty("finished").GetBoolean();
        });
        return entry;
    }

    public async Task<IReadOnlyList<JsonElement>> LogAsync(string query)
    {
        var text = await Client.GetStringAsync("sim/log" + query, Cancellation);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Json)];
    }

    public async Task<double> MetricAsync(string series)
    {
        var text = await Client.GetStringAsync("metrics", Cancellation);
        var line = text.Split('\n').Single(line => line.StartsWith(series + " ", StringComparison.Ordinal));
        return double.Parse(line[(series.Length + 1)..]);
    }

    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(Patience);
        while (!await condition()) await Task.Delay(5, patience.Token);
    }

    public static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await server.DisposeAsync();
    }
}
