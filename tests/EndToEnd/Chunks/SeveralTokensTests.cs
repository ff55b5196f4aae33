using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;
using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Chunks;

public sealed class SeveralTokensTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Fact]
    [Trait("case", "CH16")]
    public async Task Four_tokens_per_chunk_give_tpot_by_tokens_and_gaps_by_chunks()
    {
        var role = Literal(Delta("""{"role":"assistant","content":""}""", usage: UsageJson(5, 0)));
        var tokens = Enumerable.Range(0, 10).Select(i => $"{Literal(Delta("""{"content":"a b c d "}""", usage: UsageJson(5, 4 * (i + 1))))}@{200 + 40 * i}");
        using var played = await simulator.OnceAsync($"play({role} {string.Join(' ', tokens)} tail(40))", "--record", "gaps");
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
        using var played = await simulator.OnceAsync("play(R C(a b c)@100 C(d e f)@200 C(g h i)@300 tail(17)@310)");
        Expect.Ok(played.Request, tokens: 17, tokenEvents: 3);
        Expect.Gap(played.Log, 1, 3, played.Request.TpotMs, 1, gaps: 16);
    }

    [Fact]
    [Trait("case", "CH16")]
    public async Task Continuous_usage_serves_when_the_final_one_is_missing()
    {
        var first = Delta("""{"content":"a b"}""", usage: UsageJson(5, 2));
        var second = Delta("""{"content":"c d e"}""", usage: UsageJson(5, 5));
        using var played = await simulator.OnceAsync($"play(R {Literal(first, second)} F D)");
        Expect.Ok(played.Request, tokens: 5, tokenEvents: 2);
    }

    [Fact]
    [Trait("case", "CH19")]
    public async Task Cumulative_text_is_warned_of_and_usage_wins()
    {
        using var played = await simulator.OnceAsync("play(R C(a) C(b) C(c) tail(3)); cumulative");
        Expect.Ok(played.Request, tokens: 3, tokenEvents: 3);
        Expect.Warned("cumulative_text", played.Request);
    }

    [Fact]
    [Trait("case", "CH19")]
    public async Task Repeated_tokens_are_not_cumulative_text()
    {
        using var played = await simulator.AllAsync(
        [
            "play(R C(\" \")*4 tail(4))",
            "play(R C(ha)*4 tail(4))",
            "play(R C(a) C(an) C(\" ant\") C(\" and\") tail(4))",
        ]);
        foreach (var request in played.File.Requests)
        {
            Expect.Ok(request, tokens: 4, tokenEvents: 4);
            Expect.NotWarned("cumulative_text", request);
        }
    }
}
