using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Chunks;

public sealed class FinishAndUsageTests
{
    [Fact]
    [Trait("case", "CH08")]
    public async Task Usage_only_chunk_is_read_and_no_token_mark()
    {
        using var played = await Play.OnceAsync(Reply.Sse().At(0, R()).At(150, C("a")).At(250, C("b")).At(270, F()).At(600, U(17, 2, cached: 16)).At(650, D()));
        var request = played.Request;
        Expect.Ok(request, tokens: 2, tokenEvents: 2);
        Assert.Equal(17, request.PromptTokens);
        Assert.Equal(16, request.CachedTokens);
        Assert.StartsWith("usage", request.TokenSource, StringComparison.Ordinal);
        Expect.Near(played.Log.SentMs(2), request.SinceSent("last_token_ms"));
        Expect.Near(played.Log.EndMs, request.E2eMs);
        Expect.Gap(played.Log, 1, 2, request.TpotMs);
    }

    [Fact]
    [Trait("case", "CH08")]
    public async Task Usage_in_other_places_is_read()
    {
        var onFinish = Delta("{}", "stop", usage: UsageJson(5, 2));
        var onLastToken = Delta("""{"content":"b"}""", "stop", usage: UsageJson(5, 2));
        var withNulls = Data("""{"id":"c1","choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7,"prompt_tokens_details":null,"completion_tokens_details":null}}""");
        var nullChoices = Data("""{"usage":{"completion_tokens":2,"prompt_tokens":5,"total_tokens":7},"choices":null}""");
        using var played = await Play.AllAsync(
        [
            Reply.Sse(R(), C("a"), C("b"), onFinish, D()),
            Reply.Sse(R(), C("a"), onLastToken, D()),
            Reply.Sse(R(), C("a"), C("b"), F(), withNulls, D()),
            Reply.Sse(R(), C("a"), C("b"), F(), nullChoices, D()),
            Reply.Sse(R(), C("a"), C("b"), U(5, 2), F(), D()),
        ]);
        foreach (var request in played.File.Requests)
        {
            Expect.Ok(request, tokens: 2, tokenEvents: 2);
            Assert.Equal(5, request.PromptTokens);
            Assert.Null(request.CachedTokens);
        }
    }

    [Fact]
    [Trait("case", "CH08")]
    public async Task Usage_of_null_is_no_usage()
    {
        var chunk = Delta("""{"content":"a"}""", usage: "null");
        using var played = await Play.OnceAsync(Reply.Sse(Delta("""{"role":"assistant","content":""}""", usage: "null"), chunk, chunk, F(), D()));
        var request = played.Request;
        Expect.Outcome("ok", request);
        Assert.Equal(2, request.TokenEvents);
        Assert.Null(request.PromptTokens);
        Assert.DoesNotContain("usage", request.TokenSource ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [Trait("case", "CH10")]
    [InlineData("{}")]
    [InlineData("""{"content":""}""")]
    [InlineData("""{"content":null}""")]
    [InlineData("""{"role":null,"content":null,"tool_calls":null}""")]
    public async Task Finish_chunk_is_no_token_mark(string delta)
    {
        using var played = await Play.OnceAsync(Reply.Sse().At(0, R()).At(100, C("a")).At(200, C("b")).At(500, Delta(delta, "stop"), U(5, 2), D()));
        Expect.Ok(played.Request, tokens: 2, tokenEvents: 2);
        Expect.Near(played.Log.SentMs(2), played.Request.SinceSent("last_token_ms"));
        Assert.Equal(["stop"], played.Request.FinishReasons);
    }

    [Fact]
    [Trait("case", "CH10")]
    public async Task Finish_chunk_with_text_is_a_token()
    {
        using var played = await Play.OnceAsync(Reply.Sse().At(0, R()).At(100, C("a")).At(300, Delta("""{"content":"b"}""", "length"), U(5, 2), D()));
        Expect.Ok(played.Request, tokens: 2, tokenEvents: 2);
        Expect.Near(played.Log.SentMs(2), played.Request.SinceSent("last_token_ms"));
    }

    [Fact]
    [Trait("case", "CH10")]
    public async Task Text_after_the_finish_is_warned_of()
    {
        using var played = await Play.OnceAsync(Reply.Sse(R(), C("a"), F(), C("b"), U(5, 2), D()));
        Expect.Outcome("ok", played.Request);
        Expect.Warned("content_after_finish", played.Request);
    }

    [Fact]
    [Trait("case", "CH10")]
    public async Task Event_of_broken_json_is_warned_of_and_the_rest_counted()
    {
        using var played = await Play.OnceAsync(Reply.Sse(R(), C("a"), Utf8("data: {\"choices\":[{\n\n"), Utf8("data: hello\n\n"), C("b"), Tail(2)));
        Expect.Ok(played.Request, tokens: 2, tokenEvents: 2);
        Expect.Warned("malformed_event", played.Request);
    }
}
