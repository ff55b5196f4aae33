using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace VllmStream.Tests.EndToEnd.Http2;

[Trait("transport", "any")]
public sealed class Http2RunTests
{
    private static readonly string[] TwoRequests = ["-c", "1", "-n", "2"];

    [Fact]
    [Trait("case", "TR06")]
    public async Task More_in_flight_than_a_connection_may_carry_take_more_connections()
    {
        await using var server = await Http2Server.StartAsync((context, _) => Http2Server.ChatAsync(context, 3000, 10, 2));
        var (result, file) = await RunAsync(server.Url, ["-c", "256", "-n", "256"]);
        Assert.Equal(256, server.MaxInFlight);
        Assert.InRange(server.Connections, 3, 6);
        Assert.All(file.Requests, r => Expect.Ok(r, tokens: 2, tokenEvents: 2));
        Expect.Exit(0, result);
    }

    [Fact]
    public async Task Request_is_what_http1_sends()
    {
        string[] own = ["-H", "X-Own: a, b", "-H", "Content-Type: application/json; charset=utf-8", "--api-key-env", "KEY", "--prompt", "grüß \"dich\"", "--seed", "7"];
        await using var server = await Http2Server.StartAsync((context, _) => Http2Server.ChatAsync(context, 10, 5, 3));
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", $"{server.Url}/a%7eb/v1?x=%2F", "--http2", "-c", "1", "-n", "1", .. own, .. Play.Quiet], environment: ("KEY", "sk-secret-1234"));
        Expect.Exit(0, result);
        using var played = ScriptedServer.Start(Reply.Chat(10, 5, 3));
        using var second = new TempFolder();
        Expect.Exit(0, await Vllmstream.RunAsync(second, ["run", $"{played.Url}/a%7eb/v1?x=%2F", "-c", "1", "-n", "1", .. own, .. Play.Quiet], environment: ("KEY", "sk-secret-1234")));

        var (two, one) = (Assert.Single(server.Posts), Assert.Single(played.Posts).Request);
        Assert.Equal(one.Body, two.Body);
        string[] changing = ["Host", "X-Request-Id"];
        Assert.Equal(Headers(one), Headers(two));
        Assert.Equal($"127.0.0.1:{server.Port}", two.Header("Host"));
        Assert.Equal("a, b", two.Header("X-Own"));
        Assert.Matches("^[0-9a-f]{4}-0$", two.Header("X-Request-Id"));
        Assert.DoesNotContain("sk-secret-1234", await File.ReadAllTextAsync(folder.File("run.ndjson"), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        IEnumerable<string> Headers(ScriptedRequest request) =>
            request.Headers.Where(h => !changing.Contains(h.Key, StringComparer.OrdinalIgnoreCase)).Select(h => $"{h.Key.ToLowerInvariant()}: {h.Value}").Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Expectation_that_was_asked_for_costs_no_time()
    {
        await using var server = await Http2Server.StartAsync((context, _) => Http2Server.ChatAsync(context, 100, 10, 2));
        var (result, file) = await RunAsync(server.Url, [.. TwoRequests, "-H", "Expect: 100-continue"]);
        Expect.Exit(0, result);
        Assert.All(file.Requests, r => Expect.Ok(r, tokens: 2, tokenEvents: 2));
        Assert.All(file.Requests, r => Assert.True(r.WaitMs < 500, r.ToString()));
        Assert.All(server.Posts, post => Assert.Equal("100-continue", post.Header("Expect")));
    }

    [Fact]
    public async Task Tls_settles_on_http2_and_the_probe_speaks_it_too()
    {
        var (authority, leaf) = TestCertificates.Issued();
        await using var server = await Http2Server.StartAsync((context, _) => Http2Server.ChatAsync(context, 100, 10, 3), leaf, protocols: HttpProtocols.Http1AndHttp2);
        using var folder = new TempFolder();
        var pem = folder.Write("ca.pem", authority.ExportCertificatePem());
        var result = await Vllmstream.RunAsync(folder, ["run", server.Url, "--http2", .. TwoRequests, "--warmup", "0", "--cacert", pem, "-o", "run.ndjson", "--ui", "none"]);
        Expect.Exit(0, result);
        Assert.All(server.Protocols, protocol => Assert.Equal("HTTP/2", protocol));
        var requests = RunFile.Read(folder.File("run.ndjson")).Requests;
        Assert.Equal(2, requests.Count);
        Assert.All(requests, r => Expect.Ok(r, tokens: 3, tokenEvents: 3));
        Assert.All(requests, r => Expect.Near(100, r.TtftMs));
        // The probe has opened the connection.
        Assert.All(requests, r => Assert.Equal("reused", r.Conn));
        Assert.Contains("user space", result.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_connection_has_its_parts()
    {
        using var certificate = TestCertificates.SelfSigned();
        await using var server = await Http2Server.StartAsync((context, _) => Http2Server.ChatAsync(context, 10, 5, 3), certificate);
        var (result, file) = await RunAsync(server.Url, [.. TwoRequests, "--insecure"]);
        Expect.Exit(0, result);
        Assert.Equal(["new", "reused"], file.Requests.Select(r => r.Conn));
        Assert.True(file.Requests[0].Line.GetProperty("tls_ms").GetDouble() > 0);
        Assert.True(file.Requests[0].ConnectedMs <= file.Requests[0].SentMs);
        Assert.Null(file.Requests[1].ConnectedMs);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Certificate_that_is_not_trusted_is_a_connect_error_that_says_so()
    {
        using var certificate = TestCertificates.SelfSigned();
        await using var server = await Http2Server.StartAsync((context, _) => Http2Server.ChatAsync(context, 10, 5, 3), certificate);
        var (result, file) = await RunAsync(server.Url, ["-c", "1", "-n", "1"]);
        Expect.Exit(5, result);
        var request = Assert.Single(file.Requests);
        Expect.Outcome("connect_error", request);
        Assert.Equal("tls", request.ErrorKind);
        Assert.Contains("self-signed", request.ErrorMessage, StringComparison.Ordinal);
        Assert.Empty(server.Posts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Server_of_http1_is_one_clear_error(bool tls)
    {
        using var certificate = tls ? TestCertificates.SelfSigned() : null;
        using var server = ScriptedServer.Start(Reply.Chat(10, 5, 3), new ServerOptions { Certificate = certificate });
        using var folder = new TempFolder();
        string[] trust = tls ? ["--insecure"] : [];
        var result = await Vllmstream.RunAsync(folder, ["run", server.Url, "--http2", "-c", "1", "-n", "1", "--ui", "none", .. trust]);
        Expect.Exit(3, result);
        var error = Assert.Single(result.Stderr.Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Equal($"error: {server.Url} answers in HTTP/1.1 and not in HTTP/2", error.TrimEnd());

        var (_, file) = await RunAsync(server.Url, ["-c", "1", "-n", "1", .. trust]);
        var request = Assert.Single(file.Requests);
        Expect.Outcome("connect_error", request);
        Assert.Equal("not_http2", request.ErrorKind);
        Assert.Empty(server.Posts);
    }

    [Fact]
    public async Task Nobody_there_is_refused_as_over_http1()
    {
        var (_, file) = await RunAsync($"http://127.0.0.1:{ScriptedServer.FreePort()}", ["-c", "1", "-n", "1"]);
        var request = Assert.Single(file.Requests);
        Expect.Outcome("connect_error", request);
        Assert.Equal("refused", request.ErrorKind);
        Assert.Null(request.Conn);
    }

    [Fact]
    public async Task Server_that_does_not_accept_is_a_connect_timeout()
    {
        using var deaf = new DeafListener();
        var (_, file) = await RunAsync(deaf.Url, ["-c", "1", "-n", "1", "--timeout-connect", "400ms"]);
        Expect.Outcome("timeout_connect", Assert.Single(file.Requests));
    }

    [Fact]
    public async Task Refusals_are_read_as_over_http1()
    {
        await using var server = await Http2Server.StartAsync(async (context, number) =>
        {
            context.Response.StatusCode = number == 0 ? 429 : 500;
            context.Response.Headers.RetryAfter = "2";
            await context.Response.WriteAsync("""{"error":{"message":"too much"}}""");
        });
        var (_, file) = await RunAsync(server.Url, TwoRequests);
        Assert.Equal(["rate_limited", "http_error"], file.Requests.Select(r => r.Outcome));
        Assert.Equal([429L, 500L], file.Requests.Select(r => r.HttpStatus));
        Assert.All(file.Requests, r => Assert.Equal("too much", r.ErrorMessage));
        Assert.Equal(2, file.Requests[0].Line.GetProperty("retry_after_s").GetDouble());
    }

    [Fact]
    public async Task Compressed_answer_is_decoded()
    {
        await using var server = await Http2Server.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new System.IO.Compression.GZipStream(context.Response.Body, System.IO.Compression.CompressionLevel.Fastest);
            await gzip.WriteAsync(CaseBytes.Join(CaseBytes.R(), CaseBytes.C("a"), CaseBytes.Tail(1)));
        });
        var (_, file) = await RunAsync(server.Url, ["-c", "1", "-n", "1"]);
        Expect.Ok(Assert.Single(file.Requests), tokens: 1, tokenEvents: 1);
    }

    [Fact]
    public async Task Run_that_is_stopped_leaves_the_server()
    {
        await using var server = await Http2Server.StartAsync((context, _) => Http2Server.ChatAsync(context, 20, 50, 2000));
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", server.Url, "--http2", "-c", "4", "-d", "500ms", "--drain", "100ms", .. Play.Quiet]);
        var requests = RunFile.Read(folder.File("run.ndjson")).Requests;
        Assert.Equal(4, requests.Count);
        Assert.All(requests, r => Expect.Outcome("cancelled_by_us", r));
        await Wait.UntilAsync(() => server.Left == 4);
        Assert.DoesNotContain("   at ", result.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_goes_through_a_proxy_by_a_tunnel()
    {
        using var certificate = TestCertificates.SelfSigned();
        await using var server = await Http2Server.StartAsync((context, _) => Http2Server.ChatAsync(context, 10, 5, 3), certificate);
        using var proxy = new ForwardProxy(server.Port);
        var (result, file) = await RunAsync(server.Url, [.. TwoRequests, "--insecure", "--proxy", proxy.Url]);
        Expect.Exit(0, result);
        Assert.All(file.Requests, r => Expect.Ok(r, tokens: 3, tokenEvents: 3));
        Assert.Equal($"CONNECT 127.0.0.1:{server.Port} HTTP/1.1", Assert.Single(proxy.RequestLines));
    }

    [Fact]
    public async Task Simulator_speaks_it_when_asked()
    {
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", "--sim", "--http2", "-c", "4", "-n", "8", "--osl", "8", "--warmup", "0", "-o", "run.ndjson", "--ui", "none"]);
        Expect.Exit(0, result);
        var requests = RunFile.Read(folder.File("run.ndjson")).Requests;
        Assert.Equal(8, requests.Count);
        Assert.All(requests, r => Expect.Ok(r, tokens: 8, tokenEvents: 8));
    }

    private static async Task<(ProcessResult Result, RunFile File)> RunAsync(string url, string[] more)
    {
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", url, "--http2", .. more, .. Play.Quiet], timeoutSeconds: 40);
        return (result, RunFile.Read(folder.File("run.ndjson")));
    }
}
