using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Chunks;

public sealed class FirstTokenTests
{
    [Fact]
    [Trait("case", "CH01")]
    public async Task Role_chunk_is_an_event_and_no_token()
    {
        using var played = await Play.OnceAsync(Reply.Sse().At(20, R()).At(500, C("a")).At(550, C("b")).At(560, Tail(2)));
        Expect.Ok(played.Request, tokens: 2, tokenEvents: 2);
        Expect.Ttft(played, step: 1);
        Expect.Near(played.Log.SentMs(0), played.Request.SinceSent("first_event_ms"));
        Expect.Within(played.Request.TtftMs!.Value, played.Request.TtfcMs, 0.5);
    }

    [Theory]
    [Trait("case", "CH01")]
    [InlineData("""{"role":"assistant"}""")]
    [InlineData("""{"role":"assistant","content":null}""")]
    [InlineData("""{"role":"assistant","content":"","reasoning":null,"tool_calls":null,"refusal":null}""")]
    [InlineData("""{"role":"assistant","content":"","reasoning_content":""}""")]
    [InlineData("""{"content":"","tool_calls":[]}""")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task Delta_without_generated_text_is_no_token(string delta)
    {
        using var played = await Play.OnceAsync(Reply.Sse().At(20, Delta(delta)).At(250, C("a")).At(260, Tail(1)));
        Expect.Ok(played.Request, tokens: 1, tokenEvents: 1);
        Expect.Ttft(played, step: 1);
    }

    [Fact]
    [Trait("case", "CH01")]
    public async Task Role_and_text_in_one_chunk_is_a_token()
    {
        using var played = await Play.OnceAsync(Reply.Sse().At(200, Delta("""{"role":"assistant","content":"a"}""")).At(400, C("b"), Tail(2)));
        Expect.Ok(played.Request, tokens: 2, tokenEvents: 2);
        Expect.Ttft(played, step: 0);
    }

    [Theory]
    [Trait("case", "CH12")]
    [InlineData("""{"id":"","choices":[],"created":0,"model":"","object":"","prompt_filter_results":[{"prompt_index":0,"content_filter_results":{}}]}""")]
    [InlineData("""{"id":"c1","object":"chat.completion.chunk","choices":[],"usage":null}""")]
    [InlineData("""{"id":"c1","object":"chat.completion.chunk"}""")]
    [InlineData("""{"type":"ping"}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"role":"assistant","content":null},"finish_reason":null}],"prompt_progress":{"total":10,"processed":5}}""")]
    public async Task Event_without_choices_is_no_token(string json)
    {
        using var played = await Play.OnceAsync(Reply.Sse().At(80, Data(json)).At(100, R()).At(300, C("a")).At(310, Tail(1)));
        Expect.Ok(played.Request, tokens: 1, tokenEvents: 1);
        Expect.Ttft(played, step: 2);
        Expect.Exit(0, played.Process);
    }

    [Fact]
    [Trait("case", "CH01")]
    public async Task Echoed_names_inside_strings_are_no_token()
    {
        // A search for "content" in the bytes would find it in the fingerprint and in the logprobs.
        var trap = Data("""{"id":"\"content\":\"x\"","choices":[{"index":0,"delta":{"role":"assistant"},"logprobs":{"content":[{"token":"x","logprob":-1}]},"finish_reason":null}],"system_fingerprint":"\"delta\":{\"content\":\"x\"}"}""");
        using var played = await Play.OnceAsync(Reply.Sse().At(30, trap).At(250, C("a")).At(260, Tail(1)));
        Expect.Ok(played.Request, tokens: 1, tokenEvents: 1);
        Expect.Ttft(played, step: 1);
    }
}
