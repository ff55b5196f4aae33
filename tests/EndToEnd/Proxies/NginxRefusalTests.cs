using System.Security.Cryptography.X509Certificates;
using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Proxies;

/// <summary>What nginx answers in the server's place, and what it does to a stream whose server has gone.</summary>
[Trait("transport", "any")]
public sealed class NginxRefusalTests
{
    private static byte[] ThreeTokens => Join(R(), C("a"), C("b"), C("c"));

    [Fact]
    [Trait("case", "ER06")]
    public async Task Server_that_is_down_is_502_with_the_words_of_the_page()
    {
        using var folder = new TempFolder();
        await using var nginx = await Nginx.StartAsync(ScriptedServer.FreePort(), NginxPlay.Unbuffered);
        var result = await Vllmstream.RunAsync(folder, ["run", nginx.Url, "-c", "1", "-n", "3", .. Play.Quiet]);
        var requests = RunFile.Read(folder.File("run.ndjson")).Requests;
        Assert.Equal(3, requests.Count);
        Assert.All(requests, r => ExpectRefused(r, 502, "502 Bad Gateway"));
        Assert.Equal(["new", "reused", "reused"], requests.Select(r => r.Conn));
        Assert.Contains("502 Bad Gateway", result.Stdout, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Stderr, StringComparison.Ordinal);
        Expect.Exit(5, result);
    }

    [Fact]
    [Trait("case", "ER06")]
    public async Task Server_that_is_down_fails_the_probe_with_one_line()
    {
        using var folder = new TempFolder();
        await using var nginx = await Nginx.StartAsync(ScriptedServer.FreePort(), NginxPlay.Unbuffered);
        var result = await Vllmstream.RunAsync(folder, ["run", nginx.Url, "-n", "3", "--ui", "none"]);
        Expect.Exit(3, result);
        var error = Assert.Single(result.Stderr.Split('\n'), l => l.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Contains("502", error, StringComparison.Ordinal);
        Assert.Contains("try: --wait 60s for a server that is starting\n", result.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("case", "TR14")]
    public async Task Nginx_that_wants_a_client_certificate_is_understood()
    {
        using var folder = new TempFolder();
        var (authority, leaf) = TestCertificates.Issued();
        var (ca, pem) = (folder.Write("ca.pem", authority.ExportCertificatePem()), folder.Write("server.pem", leaf.ExportCertificatePem()));
        var key = folder.Write("server.key", leaf.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        await using var nginx = await Nginx.StartAsync(
            ScriptedServer.FreePort(), NginxPlay.Unbuffered, $"ssl_certificate {pem}; ssl_certificate_key {key}; ssl_verify_client on; ssl_client_certificate {ca};");
        const string Said = "\"400 No required SSL certificate was sent\" (server text)";
        var probe = await Vllmstream.RunAsync(folder, ["probe", nginx.Url, "--cacert", ca]);
        Expect.Exit(3, probe);
        Assert.Contains($"error: model unknown: 400 Bad Request for {nginx.Url}/v1/models {Said}\ntry: --cert client.pem\n", probe.Stderr, StringComparison.Ordinal);
        var named = await Vllmstream.RunAsync(folder, ["run", nginx.Url, "--cacert", ca, "-m", "m", "-n", "1", "--ui", "none"]);
        Expect.Exit(3, named);
        Assert.Contains("try: --cert client.pem\n", named.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("case", "TR19")]
    public async Task Server_that_comes_up_behind_nginx_is_waited_for()
    {
        using var folder = new TempFolder();
        var port = ScriptedServer.FreePort();
        await using var nginx = await Nginx.StartAsync(port, NginxPlay.Unbuffered);
        using var run = Vllmstream.Start(folder, ["run", nginx.Url, "-c", "1", "-n", "2", "--wait", "30s", "-o", "run.ndjson", "--ui", "none"]);
        await Wait.UntilAsync(() => run.HasExited || run.StderrSoFar.Contains("502", StringComparison.Ordinal));
        using var server = ScriptedServer.Start(r => r.IsPost ? Reply.Chat(20, 5, 3) : null, new ServerOptions { Port = port });
        var result = await run.WaitAsync(60);
        Expect.Exit(0, result);
        Assert.All(RunFile.Read(folder.File("run.ndjson")).Requests, r => Expect.Ok(r, tokens: 3, tokenEvents: 3));
    }

    [Fact]
    [Trait("case", "ER06")]
    public async Task Server_that_is_silent_is_504_when_nginx_has_waited()
    {
        using var played = await NginxPlay.OnceAsync(Reply.Nothing(Ending.Stall), NginxPlay.Unbuffered + " proxy_read_timeout 300ms;");
        ExpectRefused(played.Request, 504, "504 Gateway Time-out");
        Expect.Near(300, played.Request.SinceSent("headers_ms"), NginxPlay.LateMs);
        Expect.Exit(5, played.Process);
    }

    [Theory]
    [Trait("case", "ER11")]
    [InlineData(NginxPlay.Unbuffered)]
    [InlineData(NginxPlay.Http11)]
    public async Task Server_that_falls_silent_in_its_stream_is_a_reset_when_nginx_has_waited(string location)
    {
        using var played = await NginxPlay.RunAsync(
            r => !r.IsPost ? null : r.Post == 0 ? Reply.Sse(ThreeTokens).EndsWith(Ending.Stall) : Reply.Chat(20, 5, 3),
            location + " proxy_read_timeout 400ms;",
            ["-c", "1", "-n", "2"]);
        ExpectCutShort("reset", played);
    }

    [Fact]
    [Trait("case", "ER11")]
    public async Task Server_that_breaks_off_in_its_chunks_is_a_reset()
    {
        using var played = await NginxPlay.RunAsync(
            r => !r.IsPost ? null : r.Post == 0 ? Reply.Sse(ThreeTokens).EndsWith(Ending.Cut, atMs: 200) : Reply.Chat(20, 5, 3), NginxPlay.Unbuffered, ["-c", "1", "-n", "2"]);
        ExpectCutShort("reset", played);
    }

    [Fact]
    [Trait("case", "ER09")]
    public async Task Server_that_breaks_off_a_body_without_chunks_is_truncated()
    {
        // nginx takes the end of the connection for the end of the answer, and ends its own chunks in good order.
        using var played = await NginxPlay.RunAsync(
            r => !r.IsPost ? null : (r.Post == 0 ? Reply.Sse(ThreeTokens).EndsWith(Ending.Cut, atMs: 200) : Reply.Chat(20, 5, 3)).Framed(BodyFraming.ToEof),
            "proxy_buffering off;",
            ["-c", "1", "-n", "2"]);
        ExpectCutShort("truncated", played);
    }

    [Theory]
    [Trait("case", "ER06")]
    [InlineData("client_max_body_size 64k;")]
    [InlineData("client_max_body_size 64k; lingering_close off;")]
    [InlineData("")]
    public async Task Prompt_that_is_too_long_for_nginx_is_413_with_the_words_of_the_page(string limit)
    {
        using var folder = new TempFolder();
        using var server = ScriptedServer.Start(Reply.Chat(20, 5, 3));
        await using var nginx = await Nginx.StartAsync(server.Port, NginxPlay.Unbuffered, limit);
        var prompts = folder.Write("prompts.txt", new string('x', 8_000_000) + "\nshort\n");
        var result = await Vllmstream.RunAsync(folder, ["run", nginx.Url, "-c", "1", "-n", "6", "--prompts", prompts, .. Play.Quiet]);
        var requests = RunFile.Read(folder.File("run.ndjson")).Requests;
        var refused = requests.Where(r => r.Outcome != "ok").ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, r => ExpectRefused(r, 413, "413 Request Entity Too Large"));
        Assert.Contains(requests, r => r.Outcome == "ok");
        Assert.Equal(requests.Count - refused.Count, server.Posts.Count);
        Expect.Exit(0, result);
    }

    private static void ExpectRefused(RequestRow request, int status, string words)
    {
        Expect.Outcome("http_error", request);
        Assert.Equal(status, request.HttpStatus);
        Assert.Contains(words, request.ErrorMessage, StringComparison.Ordinal);
        Assert.Null(request.TtftMs);
        Assert.Null(request.OutputTokens);
    }

    // The tokens up to there are kept, out of the statistics, and the next request is as good as any.
    private static void ExpectCutShort(string outcome, Played played)
    {
        var request = played.File.Requests[0];
        Expect.Outcome(outcome, request);
        Assert.Equal(200, request.HttpStatus);
        Assert.Equal(3, request.TokenEvents);
        Assert.NotNull(request.FirstTokenMs);
        Expect.Ok(played.File.Requests[1], tokens: 3, tokenEvents: 3);
        Assert.Equal(1, played.File.Summary.Metric("ttft_ms").N);
        Expect.Exit(0, played.Process);
    }
}
