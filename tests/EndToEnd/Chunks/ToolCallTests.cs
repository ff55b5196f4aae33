using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Chunks;

[Trait("case", "CH06")]
public sealed class ToolCallTests
{
    [Fact]
    public async Task Tool_calls_only_have_ttft_and_no_visible_token()
    {
        var reply = Reply.Sse().At(50, R())
            .At(300, Delta("""{"content":null,"tool_calls":[{"index":0,"id":"t","type":"function","function":{"name":"f","arguments":""}}]}"""));
        for (var i = 0; i < 5; i++)
            reply.At(350 + 20 * i, Delta($$$"""{"tool_calls":[{"index":0,"function":{"arguments":"{{{i}}}"}}]}"""));
        reply.At(470, F("tool_calls"), U(5, 9), D());
        using var played = await Play.OnceAsync(reply);
        Expect.Ok(played.Request, tokens: 9, tokenEvents: 6);
        Expect.Ttft(played, step: 1);
        Assert.Null(played.Request.TtfcMs);
        Assert.Equal(["tool_calls"], played.Request.FinishReasons);
        Expect.Exit(0, played.Process);
    }

    [Fact]
    public async Task Text_before_a_tool_call_is_visible()
    {
        using var played = await Play.OnceAsync(Reply.Sse().At(0, R()).At(100, C("Let me look"))
            .At(200, Delta("""{"tool_calls":[{"index":0,"id":"t","function":{"name":"f","arguments":"{}"}}]}""")).At(220, F("tool_calls"), U(5, 4), D()));
        Expect.Ok(played.Request, tokens: 4, tokenEvents: 2);
        Expect.Near(played.Log.SentMs(1), played.Request.TtfcMs);
    }

    [Fact]
    public async Task Refusal_is_a_visible_token()
    {
        using var played = await Play.OnceAsync(Reply.Sse().At(0, R()).At(200, Delta("""{"refusal":"No"}""")).At(220, Tail(1)));
        Expect.Ok(played.Request, tokens: 1, tokenEvents: 1);
        Expect.Near(played.Log.SentMs(1), played.Request.TtfcMs);
    }
}
