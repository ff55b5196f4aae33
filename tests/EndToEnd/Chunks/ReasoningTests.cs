using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Chunks;

[Trait("case", "CH03")]
public sealed class ReasoningTests
{
    [Theory]
    [InlineData("""{"reasoning_content":"think"}""")]
    [InlineData("""{"reasoning":"think"}""")]
    [InlineData("""{"reasoning_details":[{"type":"reasoning.text","text":"think","format":"unknown","index":0}]}""")]
    [InlineData("""{"content":null,"reasoning_content":"think"}""")]
    [InlineData("""{"content":"","reasoning":"think"}""")]
    [InlineData("""{"role":"assistant","content":"","reasoning":"think","reasoning_details":[{"type":"reasoning.text","text":"think"}]}""")]
    [InlineData("""{"reasoning":"think","reasoning_content":"think"}""")]
    public async Task Reasoning_in_any_spelling_is_the_first_token_and_not_visible(string delta)
    {
        var reply = Reply.Sse().At(50, R());
        for (var i = 0; i < 4; i++)
            reply.At(200 + 50 * i, Delta(delta));
        reply.At(600, C("a")).At(650, C("b")).At(660, F(), U(5, 6, reasoning: 4), D());
        using var played = await Play.OnceAsync(reply);
        var request = played.Request;
        Expect.Ok(request, tokens: 6, tokenEvents: 6);
        Expect.Ttft(played, step: 1);
        Expect.Near(played.Log.SentMs(5), request.TtfcMs);
        Assert.Equal(4, request.ReasoningTokens);
    }

    [Fact]
    public async Task Reasoning_only_answer_has_no_visible_token()
    {
        using var played = await Play.OnceAsync(Reply.Sse().At(0, R()).At(150, Delta("""{"reasoning":"hm"}""")).At(200, F("length"), U(5, 1, reasoning: 1), D()));
        Expect.Ok(played.Request, tokens: 1, tokenEvents: 1);
        Assert.Null(played.Request.TtfcMs);
        Expect.Ttft(played, step: 1);
    }

    [Fact]
    public async Task Reasoning_that_no_event_carried_is_warned_of()
    {
        using var played = await Play.OnceAsync(Reply.Sse().At(0, R()).At(300, C("a"), F(), U(5, 41, reasoning: 40), D()));
        Expect.Outcome("ok", played.Request);
        Expect.Warned("hidden_reasoning", played.Request);
        Assert.Equal(40, played.Request.ReasoningTokens);
    }
}
