using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Transport;

[Trait("case", "TR-body")]
public sealed class HttpBodyTests
{
    private static byte[] Body => Join(R(), C("a"), C("b"), C("c"), Tail(3));

    [Fact]
    public async Task Body_in_any_framing_gives_same_record()
    {
        using var played = await Play.AllAsync(
        [
            Reply.Sse(Body),
            Reply.Sse(Body).Framed(BodyFraming.ContentLength),
            Reply.Sse(Body).Framed(BodyFraming.ToEof),
            Reply.Sse(Body).InChunksOf(1),
            Reply.Sse(Body).InChunksOf(5, ";ext=1;q=\"a;b\""),
            Reply.Sse(Body).InChunksOf(100, "", "X-Checksum: abc\r\nX-Other: 1\r\n"),
            Reply.Sse(Body).InChunksOf(37, " ").Segmented(3, 0.1),
            Reply.Sse(Body).HeadTogether(),
            Reply.Sse(Body).Segmented(1, 0.1),
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
        using var played = await Play.AllAsync(
        [
            Reply.Sse(Body).After("HTTP/1.1 100 Continue\r\n\r\n"),
            Reply.Sse(Body).After("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"),
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
        var chunk = "\r\n" + System.Text.Encoding.Latin1.GetString(Chunked(Body));
        using var played = await Play.AllAsync(
        [
            Raw("HTTP/1.1 200 \r\ncontent-type:text/event-stream\r\nTRANSFER-ENCODING:  Chunked\r\n" + chunk),
            Raw("HTTP/1.1 200\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n" + chunk),
            Raw("HTTP/1.1 200 Über Größe\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nContent-Length: 7\r\n" + chunk),
            Raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nX-Long: " + new string('y', 12_000) + "\r\nTransfer-Encoding: chunked\r\n" + chunk),
            Raw("HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + System.Text.Encoding.Latin1.GetString(Body)).EndsWith(Ending.Cut),
        ]);
        foreach (var request in played.File.Requests)
            Expect.Ok(request, tokens: 3, tokenEvents: 3);
    }

    [Fact]
    [Trait("case", "TR10")]
    public async Task Gzip_is_not_asked_for_or_decoded_with_right_times()
    {
        using var played = await Play.RunAsync(r => !r.IsPost ? null : Gzipped(r.Header("Accept-Encoding")?.Contains("gzip", StringComparison.Ordinal) ?? false), ["-c", "1", "-n", "1", "--record", "gaps"]);
        Expect.Ok(played.Request, tokens: 5, tokenEvents: 5);
        Expect.Ttft(played, step: 1);
        Assert.Equal(4, played.Request.GapsMs.Count);
        Assert.All(played.Request.GapsMs, g => Expect.Time(100, g, 40));
    }

    [Fact]
    [Trait("case", "TR10")]
    public async Task Gzip_that_nobody_asked_for_is_decoded_or_refused_and_never_misread()
    {
        using var played = await Play.OnceAsync(Gzipped(compressed: true));
        if (played.Request.Outcome == "ok")
            Assert.Equal(5, played.Request.TokenEvents);
        else
            Expect.Outcome("protocol_error", played.Request);
    }

    [Theory]
    [Trait("case", "TR10")]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Body_that_is_not_what_its_coding_says_is_told_so(string coding)
    {
        using var played = await Play.OnceAsync(Reply.Sse(Body).With("Content-Encoding", coding));
        Expect.Outcome("protocol_error", played.Request);
        Assert.Equal($"Content-Encoding {coding}, but the body is not {coding}", played.Request.ErrorMessage);
    }

    [Fact]
    public async Task Protocol_that_nobody_asked_for_is_an_error_at_once()
    {
        using var played = await Play.OnceAsync(Raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n").EndsWith(Ending.Stall));
        Expect.Outcome("protocol_error", played.Request);
        Assert.Equal("the server switched protocols (101), which was not asked for", played.Request.ErrorMessage);
        Assert.True(played.Process.Took.TotalSeconds < 20, played.Process.ToString());
    }

    private static Reply Gzipped(bool compressed)
    {
        var reply = Reply.Chat(200, 100, 5);
        return compressed ? reply.Compressed() : reply;
    }

    private static Reply Raw(string all) => Reply.Sse().HeadRaw(all).Framed(BodyFraming.ContentLength);

    private static byte[] Chunked(byte[] body) => Join(Utf8(body.Length.ToString("X", System.Globalization.CultureInfo.InvariantCulture) + "\r\n"), body, Utf8("\r\n0\r\n\r\n"));
}
