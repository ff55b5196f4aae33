using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Chunks;

public sealed class SeveralTokensTests
{
    [Fact]
    [Trait("case", "CH16")]
    public async Task Four_tokens_per_chunk_give_tpot_by_tokens_and_gaps_by_chunks()
    {
        var reply = Reply.Sse().At(0, Delta("""{"role":"assistant","content":""}""", usage: UsageJson(5, 0)));
        for (var i = 0; i < 10; i++)
            reply.At(200 + 40 * i, Delta("""{"content":"a b c d "}""", usage: UsageJson(5, 4 * (i + 1))));
        reply.Then(F(), U(5, 40), D());
        using var played = await Play.OnceAsync(reply, "--record", "gaps");
        var request = played.Request;
        Expect.Ok(request, tokens: 40, tokenEvents: 10);
        var span = request.LastTokenMs!.Value - request.FirstTokenMs!.Value;
        Expect.Gap(played.Log, 1, 10, span);
        Expect.Within(span / 39, request.TpotMs, 0.01);
        Expect.Within(36 / span * 1000, request.TokensPerS, 0.1);
        Assert.Equal(9, request.GapsMs.Count);
        Expect.Within(span / 9, request.GapsMs.Average(), 0.01);
        Assert.Contains("chunk", played.Process.Stdout, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    [Trait("case", "CH16")]
    public async Task Several_tokens_per_chunk_by_final_usage_only_give_tpot_by_tokens()
    {
        using var played = await Play.OnceAsync(Reply.Sse().At(0, R()).At(100, C("a b c")).At(200, C("d e f")).At(300, C("g h i")).At(310, Tail(17)));
        Expect.Ok(played.Request, tokens: 17, tokenEvents: 3);
        Expect.Gap(played.Log, 1, 3, played.Request.TpotMs, 1, gaps: 16);
    }

    [Fact]
    [Trait("case", "CH16")]
    public async Task Continuous_usage_serves_when_the_final_one_is_missing()
    {
        using var played = await Play.OnceAsync(Reply.Sse(R(), Delta("""{"content":"a b"}""", usage: UsageJson(5, 2)), Delta("""{"content":"c d e"}""", usage: UsageJson(5, 5)), F(), D()));
        Expect.Ok(played.Request, tokens: 5, tokenEvents: 2);
    }

    [Fact]
    [Trait("case", "CH19")]
    public async Task Cumulative_text_is_warned_of_and_usage_wins()
    {
        using var played = await Play.OnceAsync(Reply.Sse(R(), C("a"), C("ab"), C("abc"), Tail(3)));
        Expect.Ok(played.Request, tokens: 3, tokenEvents: 3);
        Expect.Warned("cumulative_text", played.Request);
    }

    [Fact]
    [Trait("case", "CH19")]
    public async Task Repeated_tokens_are_not_cumulative_text()
    {
        using var played = await Play.AllAsync(
        [
            Reply.Sse(R(), C(" "), C(" "), C(" "), C(" "), Tail(4)),
            Reply.Sse(R(), C("ha"), C("ha"), C("ha"), C("ha"), Tail(4)),
            Reply.Sse(R(), C("a"), C("an"), C(" ant"), C(" and"), Tail(4)),
        ]);
        foreach (var request in played.File.Requests)
        {
            Expect.Ok(request, tokens: 4, tokenEvents: 4);
            Expect.NotWarned("cumulative_text", request);
        }
    }
}
