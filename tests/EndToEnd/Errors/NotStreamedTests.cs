using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Errors;

public sealed class NotStreamedTests
{
    [Fact]
    [Trait("case", "ER04")]
    public async Task Whole_json_instead_of_a_stream_is_not_streamed()
    {
        var json = Completion("hello world", 5, 2);
        using var played = await Play.OnceAsync(Reply.Json("").WithContentType("application/json").Framed(BodyFraming.Chunked).At(500, Utf8(json)));
        var request = played.Request;
        Expect.Outcome("not_streamed", request);
        Assert.Null(request.TtftMs);
        Assert.Null(request.TtfcMs);
        Expect.Near(played.Log.EndMs, request.E2eMs);
        Assert.Equal(2, request.OutputTokens);
        Assert.Equal(5, request.PromptTokens);
        Assert.Equal(0, played.File.Summary.Metric("ttft_ms").N);
        Assert.Equal(1, played.File.Summary.Metric("e2e_ms").N);
        var said = played.File.Notes.Any(n => n.GetProperty("level").GetString() == "warning")
            || played.File.Summary.Line.GetProperty("findings").GetArrayLength() > 0
            || played.Process.Stderr.Contains("not streamed", StringComparison.OrdinalIgnoreCase);
        Assert.True(said, "the run says nowhere that answers came whole although streams were asked for");
        Expect.Exit(0, played.Process);
    }

    [Fact]
    [Trait("case", "ER04")]
    public async Task Whole_json_in_other_dress_is_not_streamed()
    {
        var json = Completion("hello", 5, 2);
        using var played = await Play.AllAsync(
        [
            Reply.Json(json),
            Reply.Sse(Utf8(json)),
            Reply.Document(null, json),
            Reply.Document("text/plain", "\n  " + json + "\n"),
            Reply.Json(json).Segmented(7, 0.2),
            Reply.Sse(Utf8(json)).Framed(BodyFraming.ToEof).WithContentType("application/json"),
        ]);
        foreach (var request in played.File.Requests)
        {
            Expect.Outcome("not_streamed", request);
            Assert.Equal(2, request.OutputTokens);
        }
    }

    [Fact]
    [Trait("case", "ER04")]
    public async Task Asked_for_as_a_whole_it_is_no_oddity_and_the_request_says_so()
    {
        using var played = await Play.OnceAsync(Reply.Json(Completion("hello", 5, 2)), "--mode", "nonstream");
        Expect.Outcome("ok", played.Request);
        Assert.Null(played.Request.TtftMs);
        var body = played.Log.Request.Json();
        Assert.False(body.TryGetProperty("stream", out var stream) && stream.GetBoolean());
        Expect.Exit(0, played.Process);
    }

    [Fact]
    [Trait("case", "ER04")]
    public async Task Error_object_with_status_200_is_no_success()
    {
        using var played = await Play.AllAsync(
            [Reply.Json("""{"error":{"message":"boom","code":500}}"""), Reply.Json("""{"object":"error","message":"boom","code":500}"""), Reply.Json("{}"), Reply.Json("[]")]);
        Assert.All(played.File.Requests, r => Assert.DoesNotContain(r.Outcome, new[] { "ok", "ok_empty", "not_streamed" }));
        Assert.Equal("error_inband", played.File.Requests[0].Outcome);
        Assert.Equal("error_inband", played.File.Requests[1].Outcome);
        Expect.Exit(5, played.Process);
    }

    [Fact]
    [Trait("case", "ER04")]
    public async Task Bodies_that_are_neither_stream_nor_json_are_protocol_errors()
    {
        using var played = await Play.AllAsync(
        [
            Reply.Document("text/html", "<!DOCTYPE html><html><body>Welcome to nginx!</body></html>"),
            Reply.Document("text/plain", "hello world\n"),
            Reply.Document("application/x-ndjson", "{\"message\":{\"content\":\"a\"},\"done\":false}\n{\"message\":{\"content\":\"\"},\"done\":true}\n"),
        ]);
        Assert.All(played.File.Requests, r => Expect.Outcome("protocol_error", r));
        Expect.Exit(5, played.Process);
    }

    [Fact]
    [Trait("case", "TM10")]
    public async Task Blank_lines_before_the_json_are_neither_tokens_nor_the_answer()
    {
        using var played = await Play.OnceAsync(Reply.Sse().WithContentType("application/json")
            .At(0, "\n"u8.ToArray()).At(200, "\n"u8.ToArray()).At(400, "\r\n"u8.ToArray()).At(600, Utf8(Completion("hi", 5, 1))), "--mode", "nonstream");
        var request = played.Request;
        Expect.Outcome("ok", request);
        Expect.Near(played.Log.EndMs, request.E2eMs);
        Assert.Null(request.TtftMs);
        Assert.Equal(1, request.OutputTokens);
    }

    [Fact]
    [Trait("case", "TM10")]
    public async Task Blank_lines_before_the_json_of_a_request_for_a_stream_are_not_streamed()
    {
        using var played = await Play.OnceAsync(Reply.Sse().WithContentType("application/json").At(0, "\n\n"u8.ToArray()).At(300, Utf8(Completion("hi", 5, 1))));
        Expect.Outcome("not_streamed", played.Request);
        Expect.Near(played.Log.EndMs, played.Request.E2eMs);
    }
}
