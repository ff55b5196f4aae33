using System.Collections.Concurrent;
using System.Net;
using VllmStream.Profiling.Exporting;
using VllmStream.Profiling.Options;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Exporting;

public sealed class OtlpPusherTests
{
    private const string Key = "key-of-the-collector";

    [Fact]
    public async Task End_is_pushed_with_its_headers()
    {
        using var collector = new Collector([]);
        var run = new CountedRun().Add(RecordFactory.Streamed(10, [10, 20, 30])).Describe();
        run.Page();
        var warnings = await PushAsync(collector.Url, run.Figures);
        Assert.Empty(warnings);
        var (request, type, key, body) = Assert.Single(collector.Got);
        Assert.Equal(("POST /v1/metrics", "application/x-protobuf", Key), (request, type, key));
        Assert.Equal(1, OtlpDocument.Read(body).Series.Single(series => series.Metric == "vllmstream.requests" && series["result"] == "ok").Value);
    }

    [Fact]
    public async Task Nothing_is_pushed_of_a_run_that_never_began()
    {
        using var collector = new Collector([]);
        Assert.Empty(await PushAsync(collector.Url, new LiveFigures()));
        Assert.Empty(collector.Got);
    }

    [Fact]
    public async Task Collector_that_is_away_or_refuses_is_one_warning_without_a_secret()
    {
        var run = new CountedRun().Describe();
        var away = Assert.Single(await PushAsync("http://user:secretword@127.0.0.1:9/", run.Figures, pushes: 2));
        Assert.StartsWith("metrics do not reach http://127.0.0.1:9/v1/metrics: ", away, StringComparison.Ordinal);
        Assert.EndsWith("; the run goes on without", away, StringComparison.Ordinal);
        Assert.DoesNotContain("secretword", away, StringComparison.Ordinal);
        using var refusing = new Collector([], status: 401);
        var refused = Assert.Single(await PushAsync(refusing.Url, run.Figures, pushes: 2));
        Assert.Contains(": 401 Unauthorized;", refused, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, refused, StringComparison.Ordinal);
        Assert.Equal(2, refusing.Got.Count);
    }

    [Fact]
    public async Task Points_that_a_collector_rejects_are_told()
    {
        // partial_success { rejected_data_points: 300, error_message: "no" }
        using var collector = new Collector([0x0A, 7, 0x08, 0xAC, 0x02, 0x12, 2, (byte)'n', (byte)'o']);
        Assert.Contains("it rejects 300 data points: no;", Assert.Single(await PushAsync(collector.Url, new CountedRun().Describe().Figures)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_that_a_collector_repeats_is_not_told()
    {
        // partial_success { rejected_data_points: 1, error_message: the key }
        using var collector = new Collector([0x0A, (byte)(Key.Length + 4), 0x08, 1, 0x12, (byte)Key.Length, .. System.Text.Encoding.UTF8.GetBytes(Key)]);
        var warning = Assert.Single(await PushAsync(collector.Url, new CountedRun().Describe().Figures));
        Assert.Contains("***", warning, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, warning, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyCollection<string>> PushAsync(string url, LiveFigures figures, int pushes = 1)
    {
        Assert.True(OtlpText.TryParse(url, out var address, out _));
        var warnings = new ConcurrentQueue<string>();
        await using (var pusher = new OtlpPusher(address, [new HeaderOption("x-key", new Secret(Key))], CountedRun.Options, () => figures, warnings.Enqueue))
        {
            for (var i = 1; i < pushes; i++)
                await pusher.PushAsync();
        }

        return warnings;
    }

    private sealed class Collector : IDisposable
    {
        private readonly HttpListener _listener = new();

        public Collector(byte[] answer, int status = 200)
        {
            // HttpListener cannot take any free port by itself.
            using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                probe.Start();
                Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
            }

            _listener.Prefixes.Add(Url);
            _listener.Start();
            _ = AnswerAsync(answer, status);
        }

        public string Url { get; }

        public ConcurrentQueue<(string Request, string? Type, string? Key, byte[] Body)> Got { get; } = [];

        public void Dispose() => _listener.Close();

        private async Task AnswerAsync(byte[] answer, int status)
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    using var body = new MemoryStream();
                    await context.Request.InputStream.CopyToAsync(body);
                    Got.Enqueue(($"{context.Request.HttpMethod} {context.Request.RawUrl}", context.Request.ContentType, context.Request.Headers["x-key"], body.ToArray()));
                    context.Response.StatusCode = status;
                    await context.Response.OutputStream.WriteAsync(answer);
                    context.Response.Close();
                }
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // Closed.
            }
        }
    }
}
