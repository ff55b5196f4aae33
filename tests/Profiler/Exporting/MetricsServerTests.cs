using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using VllmStream.Profiling.Exporting;
using VllmStream.Profiling.Options;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Exporting;

public sealed class MetricsServerTests
{
    private static readonly ListenAddress AnyPort = new("127.0.0.1", 0);

    [Fact]
    public async Task Several_are_answered_at_once_while_others_say_nothing_or_read_nothing()
    {
        var run = new CountedRun().Add(RecordFactory.Streamed(10, [10, 20, 30]));
        var expected = run.Text(PageFormat.Prometheus);
        await using var server = MetricsServer.Start(AnyPort, "", () => run.Figures);
        var address = new Uri(server.Url);
        using var silent = new TcpClient();
        await silent.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        using var deaf = new TcpClient();
        await deaf.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        await deaf.GetStream().WriteAsync("GET /metrics HTTP/1.1\r\nHost: h\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        using var broken = new TcpClient { LingerState = new LingerOption(enable: true, 0) };
        await broken.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        await broken.GetStream().WriteAsync("GET /met"u8.ToArray(), TestContext.Current.CancellationToken);
        broken.Close();

        using var client = new HttpClient();
        var pages = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.GetStringAsync(address, TestContext.Current.CancellationToken)));
        Assert.All(pages, page => Assert.Equal(expected, page));

        // The two that hold a connection do not hold the end.
        var watch = Stopwatch.StartNew();
        await server.DisposeAsync();
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), watch.Elapsed.ToString());
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(address, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Page_is_there_for_who_asks_while_others_hold_every_place_and_say_nothing()
    {
        await using var server = MetricsServer.Start(AnyPort, "", () => new LiveFigures());
        var address = new Uri(server.Url);
        var silent = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 40; i++)
            {
                silent.Add(new TcpClient());
                await silent[^1].ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
            }

            // Half of what one connection may take: none of them has ended by itself.
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2.5) };
            Assert.Contains("vllmstream", await client.GetStringAsync(address, TestContext.Current.CancellationToken), StringComparison.Ordinal);
            // The one that was silent for longest was dropped.
            Assert.Equal(0, await silent[0].GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        }
        finally
        {
            silent.ForEach(one => one.Dispose());
        }
    }

    [Theory]
    [InlineData("GET", "/metrics", HttpStatusCode.OK, "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("HEAD", "/metrics", HttpStatusCode.OK, "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("GET", "/", HttpStatusCode.NotFound, "text/plain; charset=utf-8")]
    [InlineData("POST", "/metrics", HttpStatusCode.MethodNotAllowed, "text/plain; charset=utf-8")]
    public async Task Page_is_one(string method, string path, HttpStatusCode status, string type)
    {
        await using var server = MetricsServer.Start(AnyPort, "", () => new LiveFigures());
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(new Uri(server.Url), path));
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((status, type), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
        Assert.Equal(method == "HEAD", (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length == 0);
    }

    [Fact]
    public async Task Port_in_use_and_a_host_that_is_another_machines_are_told()
    {
        await using var first = MetricsServer.Start(AnyPort, "", () => new LiveFigures());
        var taken = Assert.Throws<OptionException>(() => MetricsServer.Start(AnyPort with { Port = new Uri(first.Url).Port }, "--serve-metrics 1", () => new LiveFigures()));
        Assert.Equal("--serve-metrics 1 cannot be listened on: the port is in use; name another one, or 0 for any free one", taken.Message);
        var other = Assert.Throws<OptionException>(() => MetricsServer.Start(new ListenAddress("192.0.2.1", 0), "--serve-metrics 192.0.2.1:0", () => new LiveFigures()));
        Assert.StartsWith("--serve-metrics 192.0.2.1:0 cannot be listened on: ", other.Message, StringComparison.Ordinal);
    }
}
