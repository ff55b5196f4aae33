namespace VllmStream.Tests.EndToEnd.Proxies;

/// <summary>What nginx does to a stream, and that the verdict says so.</summary>
[Trait("case", "TM01")]
[Collection(AloneGroup.Name)]
[Trait("transport", "any")]
public sealed class NginxStreamTests
{
    // A reply in chunks is passed on chunk by chunk. One that ends with its connection, as servers answer HTTP/1.0, fills a buffer first.
    private const string Http10 = "proxy_http_version 1.0;";

    [Theory]
    [InlineData(NginxPlay.Unbuffered)]
    [InlineData(Http10 + " proxy_buffering off;")]
    [InlineData(NginxPlay.Http11)]
    public async Task Stream_that_nginx_passes_on_is_measured_as_the_server_sent_it(string location)
    {
        using var played = await NginxPlay.OnceAsync(Reply.Chat(150, 80, 20), location, "--record", "gaps");
        ExpectStreamed(played, tokens: 20, gapMs: 80);
    }

    [Fact]
    public async Task Answer_without_chunks_is_streamed_with_buffering_off()
    {
        using var played = await NginxPlay.OnceAsync(Reply.Chat(150, 80, 20).Framed(BodyFraming.ToEof), Http10 + " proxy_buffering off;", "--record", "gaps");
        ExpectStreamed(played, tokens: 20, gapMs: 80);
    }

    [Fact]
    public async Task Answer_without_chunks_that_fits_the_buffer_is_buffered()
    {
        // What nginx does when it is told nothing: HTTP/1.0 to the server, and buffers.
        using var played = await NginxPlay.OnceAsync(Reply.Chat(100, 60, 20).Framed(BodyFraming.ToEof), "", "--record", "gaps");
        var request = played.Request;
        Expect.Ok(request, tokens: 20, tokenEvents: 20);
        Assert.Equal("buffered", request.StreamShape);
        Expect.Warned("buffered", request);
        Expect.Near(played.Log.SentMs(SendMark.End), request.TtftMs, NginxPlay.LateMs);
        Assert.Null(request.TokensPerS);
        Assert.Matches("stream +buffered", played.Process.Stdout);
    }

    [Fact]
    public async Task Answer_without_chunks_that_fills_buffers_is_batched()
    {
        // The size that 64-bit machines have anyway. An event has 150 bytes: some 27 fit.
        using var played = await NginxPlay.OnceAsync(Reply.Chat(100, 15, 200).Framed(BodyFraming.ToEof), "proxy_buffer_size 4k; proxy_buffers 8 4k;", "--record", "gaps");
        var request = played.Request;
        Expect.Ok(request, tokens: 200, tokenEvents: 200);
        Assert.Equal("batched", request.StreamShape);
        Expect.Warned("batched", request);
        Expect.Near(played.Log.SentMs(27), request.TtftMs, NginxPlay.LateMs);
        // One pause for each buffer; a client that lost its core inside a burst may see one more.
        var buffers = played.Log.Sends.Where(s => s.Step >= 0).Sum(s => s.StepBytes) / 4096;
        Assert.InRange(request.GapsMs.Count(gap => gap > 100), buffers - 1, buffers + 2);
        Assert.Matches("stream +batched", played.Process.Stdout);
    }

    [Fact]
    public async Task Server_that_forbids_buffering_is_obeyed()
    {
        using var played = await NginxPlay.OnceAsync(Reply.Chat(150, 80, 20).Framed(BodyFraming.ToEof).With("X-Accel-Buffering", "no"), "", "--record", "gaps");
        ExpectStreamed(played, tokens: 20, gapMs: 80);
    }

    [Fact]
    [Trait("case", "TR10")]
    public async Task Compression_is_not_asked_for_so_nginx_does_not_compress()
    {
        using var played = await NginxPlay.OnceAsync(Reply.Chat(150, 80, 20), NginxPlay.Unbuffered + NginxPlay.Gzip, "--record", "gaps");
        Assert.Equal("identity", played.Log.Request.Header("Accept-Encoding"));
        ExpectStreamed(played, tokens: 20, gapMs: 80);
        Assert.Equal(played.Log.Sends.Where(s => s.Step >= 0).Sum(s => s.StepBytes), played.Request.Bytes);
    }

    [Theory]
    [Trait("case", "TR10")]
    [InlineData(NginxPlay.Unbuffered, "streamed")]
    [InlineData(NginxPlay.Http11, "buffered")]
    public async Task Compression_by_an_inner_nginx_is_decoded_with_right_times(string inner, string shape)
    {
        using var server = ScriptedServer.Start(Reply.Chat(150, 80, 20));
        using var folder = new TempFolder();
        await using var compressing = await Nginx.StartAsync(server.Port, inner + NginxPlay.Gzip);
        // An edge that asks its own upstream for gzip passes on what it gets, whatever the client accepts.
        await using var edge = await Nginx.StartAsync(compressing.Port, NginxPlay.Unbuffered + " proxy_set_header Accept-Encoding gzip;");
        var result = await Vllmstream.RunAsync(folder, ["run", edge.Url, "-c", "1", "-n", "2", .. Play.Quiet, "--record", "gaps"]);
        var requests = RunFile.Read(folder.File("run.ndjson")).Requests;
        Assert.All(requests, r => Expect.Ok(r, tokens: 20, tokenEvents: 20));
        Assert.All(requests, r => Assert.Equal(shape, r.StreamShape));
        Assert.Equal(["new", "reused"], requests.Select(r => r.Conn));
        for (var i = 0; i < 2; i++)
            Expect.Near(server.Posts[i].SentMs(shape == "streamed" ? 1 : SendMark.End), requests[i].TtftMs, NginxPlay.LateMs);
        Expect.Exit(0, result);
    }

    private static void ExpectStreamed(Played played, int tokens, double gapMs)
    {
        var request = played.Request;
        Expect.Ok(request, tokens, tokens);
        Assert.Empty(request.Warnings);
        Assert.Equal("streamed", request.StreamShape);
        Expect.Near(played.Log.SentMs(1), request.TtftMs, NginxPlay.LateMs);
        Assert.Equal(tokens - 1, request.GapsMs.Count);
        // Single gaps are nginx's as well, which may lose its core: most are right, and so is their sum.
        var off = request.GapsMs.Select((gap, i) => Math.Abs(gap - played.Log.GapMs(i + 1, i + 2))).Order().ToList();
        Expect.Time(0, off[off.Count / 2], 5, gaps: 5);
        Expect.Time(played.Log.GapMs(1, tokens), request.GapsMs.Sum(), NginxPlay.LateMs);
        Expect.Time(gapMs, request.ItlP50Ms, 10);
        Assert.DoesNotContain("stream  ", played.Process.Stdout, StringComparison.Ordinal);
        Expect.Exit(0, played.Process);
    }
}
