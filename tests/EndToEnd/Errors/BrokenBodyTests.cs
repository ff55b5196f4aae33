using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;
using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Errors;

[Trait("case", "ER11")]
public sealed class BrokenBodyTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    private const string ThreeTokens = "play(R C(a) C(b) C(c))";

    [Fact]
    public async Task Broken_body_is_reset_with_its_tokens_kept_and_excluded()
    {
        using var played = await simulator.AllAsync(
        [
            $"{ThreeTokens}; cut(rst, at=3)",
            $"{ThreeTokens}; cut(fin, at=3)",
            $"{ThreeTokens}; content-length(100000); cut(fin, at=3)",
            $"{ThreeTokens}; content-length(100000); cut(rst, at=3)",
            $"{ThreeTokens}; until-close; cut(rst, at=3)",
            "play(R C(a) C(b) C(c) C(d)); cut(fin, at=3, byte=50)",
        ]);
        foreach (var request in played.File.Requests)
        {
            Expect.Outcome("reset", request);
            Assert.Equal(3, request.TokenEvents);
            Assert.NotNull(request.FirstTokenMs);
            Assert.Equal(200, request.HttpStatus);
        }
        Assert.Equal(0, played.File.Summary.Metric("ttft_ms").N);
        Expect.Exit(5, played.Process);
    }

    [Fact]
    public async Task Complete_answer_whose_framing_is_broken_misses_nothing()
    {
        using var played = await simulator.AllAsync(
        [
            $"play(R C(a) tail(1)); cut(fin, at=1, byte={Tail(1).Length})",
            $"play(R C(a) tail(1)); content-length(100000); cut(fin, at=1, byte={Tail(1).Length})",
        ]);
        // [DONE] has come: what is missing is HTTP's end mark, not a part of the answer. The connection is not kept.
        Assert.All(played.File.Requests, r => Expect.Ok(r, tokens: 1, tokenEvents: 1));
        Assert.All(played.File.Requests, r => Assert.Equal("new", r.Conn));
    }

    [Fact]
    public async Task Connection_that_breaks_before_an_answer_is_reset()
    {
        using var played = await simulator.AllAsync(["cut(rst, place=before-head)", "cut(fin, place=before-head)"]);
        Assert.Equal(2, played.File.Requests.Count);
        Assert.All(played.File.Requests, r => Expect.Outcome("reset", r));
        Assert.All(played.File.Requests, r => Assert.Null(r.HttpStatus));
        Assert.All(played.File.Requests, r => Assert.Single(played.LogsOf(r)));
    }

    [Fact]
    public async Task Head_that_breaks_off_is_no_success()
    {
        using var played = await simulator.AllAsync(
        [
            """raw("HTTP/1.1 200 OK\r\nContent-Ty"); close""",
            """raw("HTTP/1.1 200 OK\r\nContent-Ty"); cut(rst, at=0, byte=27)""",
        ]);
        Assert.All(played.File.Requests, r => Assert.True(r.Outcome is "reset" or "protocol_error", r.ToString()));
    }

    [Fact]
    public async Task What_is_no_http_is_a_protocol_error()
    {
        using var played = await simulator.AllAsync(
        [
            """raw("SSH-2.0-OpenSSH_9.2\r\n"); close""",
            """raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n"); close""",
            """raw("HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n"); close""",
            """raw("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n"); close""",
        ]);
        Assert.All(played.File.Requests, r => Expect.Outcome("protocol_error", r));
        Expect.Exit(5, played.Process);
    }

    [Fact]
    public async Task What_is_said_before_the_request_gives_no_time_below_zero()
    {
        using var listener = ScriptedServer.Listen(System.Net.IPAddress.Loopback, 0);
        var greeting = Task.Run(async () =>
        {
            for (var i = 0; i < 5; i++)
            {
                using var socket = await listener.AcceptAsync();
                socket.Send("SSH-2.0-OpenSSH_9.2\r\n"u8);
                await Task.Delay(200);
            }
        }, TestContext.Current.CancellationToken);
        using var folder = new TempFolder();
        var url = $"http://127.0.0.1:{((System.Net.IPEndPoint)listener.LocalEndPoint!).Port}";
        Expect.Exit(5, await Vllmstream.RunAsync(folder, ["run", url, "-c", "1", "-n", "5", "--isl", "100000", .. Play.Quiet]));
        await greeting;
        var requests = RunFile.Read(folder.File("run.ndjson")).Requests;
        Assert.All(requests, r => Expect.Outcome("protocol_error", r));
        Assert.All(requests, r => Assert.True(r.SentMs is null || r.EndMs >= r.SentMs, r.ToString()));
    }

    [Fact]
    public async Task Cut_short_success_does_not_spoil_the_next_request()
    {
        using var played = await simulator.AllAsync([$"{ThreeTokens}; cut(rst, at=3)", Chat(20, 5, 3), Chat(20, 5, 3)]);
        Assert.Equal(["reset", "ok", "ok"], played.File.Requests.Select(r => r.Outcome));
        Assert.Equal(["new", "new", "reused"], played.File.Requests.Select(r => r.Conn));
        Expect.Exit(0, played.Process);
    }
}
