using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;
using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Transport;

[Trait("case", "TR-body")]
public sealed class HttpBodyTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    private const string Sse = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    private const string Whole = "play(R C(a) C(b) C(c) tail(3))";

    private static byte[] Body => Join(R(), C("a"), C("b"), C("c"), Tail(3));

    [Fact]
    public async Task Body_in_any_framing_gives_same_record()
    {
        using var played = await simulator.AllAsync(
        [
            Whole,
            $"{Whole}; content-length",
            $"{Whole}; until-close",
            Raw(Sse + InChunks(1)),
            Raw(Sse + InChunks(5, ";ext=1;q=\"a;b\"")),
            Raw(Sse + InChunks(100, "", "X-Checksum: abc\r\nX-Other: 1\r\n")),
            $"{Raw(Sse + InChunks(37, " "))}; segments(3, every=100us)",
            Raw(Sse + InChunks(Body.Length)),
            $"raw({Literal(Sse)} {Literal(InChunks(Body.Length))}); segments(1, every=100us)",
        ]);
        foreach (var request in played.File.Requests)
        {
            Expect.Ok(request, tokens: 3, tokenEvents: 3);
            Assert.Equal(7, request.Events);
            Assert.Equal(Body.Length, request.Bytes);
        }
        Expect.Exit(0, played.Process);
    }

    [Fact]
    public async Task Interim_answers_are_skipped()
    {
        using var played = await simulator.AllAsync(
        [
            $"{Whole}; interim(100)",
            Raw("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" + Sse + InChunks(Body.Length)),
        ]);
        foreach (var request in played.File.Requests)
        {
            Expect.Ok(request, tokens: 3, tokenEvents: 3);
            Assert.Equal(200, request.HttpStatus);
        }
    }

    [Fact]
    public async Task Head_in_odd_dress_is_understood()
    {
        var chunk = "\r\n" + InChunks(Body.Length);
        using var played = await simulator.AllAsync(
        [
            Raw("HTTP/1.1 200 \r\ncontent-type:text/event-stream\r\nTRANSFER-ENCODING:  Chunked\r\n" + chunk),
            Raw("HTTP/1.1 200\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n" + chunk),
            Raw("HTTP/1.1 200 Über Größe\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nContent-Length: 7\r\n" + chunk),
            Raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nX-Long: " + new string('y', 12_000) + "\r\nTransfer-Encoding: chunked\r\n" + chunk),
            Raw("HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + System.Text.Encoding.Latin1.GetString(Body)) + "; close",
        ]);
        foreach (var request in played.File.Requests)
            Expect.Ok(request, tokens: 3, tokenEvents: 3);
    }

    [Fact]
    [Trait("case", "TR10")]
    public async Task Gzip_that_nobody_asked_for_is_decoded_with_right_times()
    {
        using var played = await simulator.OnceAsync($"{Chat(200, 100, 5)}; gzip", "--record", "gaps");
        Expect.Ok(played.Request, tokens: 5, tokenEvents: 5);
        Expect.Ttft(played, step: 1);
        Assert.Equal(4, played.Request.GapsMs.Count);
        Assert.All(played.Request.GapsMs, g => Expect.Time(100, g, 40));
    }

    [Theory]
    [Trait("case", "TR10")]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Body_that_is_not_what_its_coding_says_is_told_so(string coding)
    {
        using var played = await simulator.OnceAsync($"{Whole}; header(Content-Encoding, {coding})");
        Expect.Outcome("protocol_error", played.Request);
        Assert.Equal($"Content-Encoding {coding}, but the body is not {coding}", played.Request.ErrorMessage);
    }

    [Fact]
    public async Task Protocol_that_nobody_asked_for_is_an_error_at_once()
    {
        using var played = await simulator.OnceAsync("""raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n" ""@60s)""");
        Expect.Outcome("protocol_error", played.Request);
        Assert.Equal("the server switched protocols (101), which was not asked for", played.Request.ErrorMessage);
        Assert.True(played.Process.Took.TotalSeconds < 20, played.Process.ToString());
    }

    // In one write, head and all.
    private static string Raw(string all) => $"raw({Literal(System.Text.Encoding.Latin1.GetBytes(all))})";

    private static string InChunks(int size, string extension = "", string trailers = "")
    {
        var chunks = Body.Chunk(size).Select(part => $"{part.Length:X}{extension}\r\n{System.Text.Encoding.Latin1.GetString(part)}\r\n");
        return $"{string.Concat(chunks)}0\r\n{trailers}\r\n";
    }
}
