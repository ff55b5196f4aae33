using System.Net.Sockets;
using System.Text;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>The harness judged by a plain client: bytes and times must be those of the script before they may judge anything else.</summary>
[Trait("case", "harness")]
public sealed class ScriptedServerTests
{
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(10) };

    [Fact]
    public async Task Script_with_times_sends_each_step_when_due()
    {
        using var server = ScriptedServer.Start(Reply.Sse().At(20, CaseBytes.R()).At(150, CaseBytes.C("a")).At(300, CaseBytes.Tail(1)));
        var body = await PostAsync(server, "{}");
        Assert.Equal(Encoding.UTF8.GetString(CaseBytes.Join(CaseBytes.R(), CaseBytes.C("a"), CaseBytes.Tail(1))), body);
        var log = Assert.Single(server.Posts);
        Expect.Near(20, log.SentMs(0), lateMs: 20);
        Expect.Near(150, log.SentMs(1), lateMs: 20);
        Expect.Near(300, log.SentMs(2), lateMs: 20);
        Assert.True(log.Completed);
    }

    [Fact]
    public async Task Segmented_reply_has_one_send_per_byte()
    {
        var event1 = CaseBytes.C("abc");
        using var server = ScriptedServer.Start(Reply.Sse().At(10, event1).Segmented(1, everyMs: 1));
        Assert.Equal(Encoding.UTF8.GetString(event1), await PostAsync(server, "{}"));
        var log = Assert.Single(server.Posts);
        Assert.Equal(event1.Length, log.Sends.Count(s => s.Step == 0));
        Assert.InRange(log.SentMs(0) - log.SentMs(0, 0), event1.Length - 2, event1.Length + 60);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Framing_of_any_kind_gives_the_same_body(int framing)
    {
        using var server = ScriptedServer.Start(Reply.Sse().At(0, CaseBytes.C("a")).At(20, CaseBytes.D()).Framed((BodyFraming)framing));
        Assert.Equal(Encoding.UTF8.GetString(CaseBytes.Join(CaseBytes.C("a"), CaseBytes.D())), await PostAsync(server, "{}"));
    }

    [Fact]
    public async Task Cut_and_reset_break_the_body()
    {
        foreach (var ending in new[] { Ending.Cut, Ending.Reset })
        {
            using var server = ScriptedServer.Start(Reply.Sse(CaseBytes.C("a")).EndsWith(ending));
            await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(server, "{}"));
        }
    }

    [Fact]
    public async Task Chunked_request_body_is_read_whole()
    {
        using var server = ScriptedServer.Start(Reply.Sse(CaseBytes.D()));
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Url + "/v1/chat/completions") { Content = new StringContent("{\"a\":1}") };
        request.Headers.TransferEncodingChunked = true;
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("{\"a\":1}", server.Posts[0].Request.Body);
    }

    [Fact]
    public async Task Look_ups_are_answered_and_told_apart_from_load()
    {
        using var server = ScriptedServer.Start(r => r.IsPost ? Reply.Json("{}") : null);
        Assert.Contains("\"id\":\"m\"", await Client.GetStringAsync(server.Url + "/v1/models", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("0.11.0", await Client.GetStringAsync(server.Url + "/version", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("", await Client.GetStringAsync(server.Url + "/health", TestContext.Current.CancellationToken));
        await PostAsync(server, "{}");
        Assert.Equal(4, server.Log.Count);
        Assert.Equal(0, Assert.Single(server.Posts).Request.Post);
    }

    [Fact]
    public async Task Kept_connection_is_reused()
    {
        using var server = ScriptedServer.Start(Reply.Json("{}"));
        using var client = new TcpClient("127.0.0.1", server.Port) { NoDelay = true };
        var stream = client.GetStream();
        var request = "POST /v1/x HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray();
        var buffer = new byte[4096];
        const int answerBytes = 72;
        var cancellation = TestContext.Current.CancellationToken;
        for (var i = 0; i < 2; i++)
        {
            await stream.WriteAsync(request, cancellation);
            var n = await stream.ReadAtLeastAsync(buffer, answerBytes, throwOnEndOfStream: false, cancellation);
            Assert.StartsWith("HTTP/1.1 200", Encoding.ASCII.GetString(buffer, 0, n), StringComparison.Ordinal);
        }
        Assert.Equal([0, 1], server.Posts.Select(p => p.Request.OnConnection));
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Requests_in_flight_are_counted()
    {
        using var server = ScriptedServer.Start(Reply.Chat(200, 0, 1));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PostAsync(server, "{}")));
        Assert.Equal(20, server.MaxInFlight);
        Assert.Equal(0, server.InFlight);
    }

    [Fact]
    public async Task Deaf_listener_neither_accepts_nor_refuses()
    {
        using var deaf = new DeafListener();
        using var client = new TcpClient();
        using var timeout = new CancellationTokenSource(700);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await client.ConnectAsync("127.0.0.1", deaf.Port, timeout.Token));
    }

    [Fact]
    public async Task Tls_server_is_trusted_by_its_authority_only()
    {
        var (authority, leaf) = TestCertificates.Issued();
        using var server = ScriptedServer.Start(Reply.Json("{}"), new ServerOptions { Certificate = leaf });
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(server, "{}"));
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new() { TrustMode = System.Security.Cryptography.X509Certificates.X509ChainTrustMode.CustomRootTrust };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(authority);
        handler.SslOptions.CertificateChainPolicy.RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck;
        using var client = new HttpClient(handler);
        Assert.Equal("{}", await PostAsync(server, "{}", client));
    }

    [Fact]
    public async Task Proxy_relays_targets_in_absolute_form()
    {
        using var server = ScriptedServer.Start(Reply.Json("{}"));
        using var proxy = new ForwardProxy(server.Port);
        using var handler = new SocketsHttpHandler { Proxy = new System.Net.WebProxy(proxy.Url), UseProxy = true };
        using var client = new HttpClient(handler);
        using var content = new StringContent("{}");
        using var response = await client.PostAsync("http://vllm.invalid:8000/v1/chat/completions", content, TestContext.Current.CancellationToken);
        Assert.Equal("POST http://vllm.invalid:8000/v1/chat/completions HTTP/1.1", Assert.Single(proxy.RequestLines));
        Assert.Equal("/v1/chat/completions", Assert.Single(server.Posts).Request.Path);
    }

    private static async Task<string> PostAsync(ScriptedServer server, string body, HttpClient? client = null)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await (client ?? Client).PostAsync(server.Url + "/v1/chat/completions", content, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
