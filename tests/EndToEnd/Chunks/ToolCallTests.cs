using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;
using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Chunks;

[Trait("case", "CH06")]
public sealed class ToolCallTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Fact]
    public async Task Tool_calls_only_have_ttft_and_no_visible_token()
    {
        var call = Literal(Delta("""{"content":null,"tool_calls":[{"index":0,"id":"t","type":"function","function":{"name":"f","arguments":""}}]}"""));
        var arguments = Literal(Delta("""{"tool_calls":[{"index":0,"function":{"arguments":"1"}}]}"""));
        using var played = await simulator.OnceAsync($"play(R@50 {call}@300 {arguments}*5@350+20 F(tool_calls)@470 U(5,9) D)");
        Expect.Ok(played.Request, tokens: 9, tokenEvents: 6);
        Expect.Ttft(played, step: 1);
        Assert.Null(played.Request.TtfcMs);
        Assert.Equal(["tool_calls"], played.Request.FinishReasons);
        Expect.Exit(0, played.Process);
    }

    [Fact]
    public async Task Text_before_a_tool_call_is_visible()
    {
        var call = Literal(Delta("""{"tool_calls":[{"index":0,"id":"t","function":{"name":"f","arguments":"{}"}}]}"""));
        using var played = await simulator.OnceAsync($"play(R C(Let me look)@100 {call}@200 F(tool_calls)@220 U(5,4) D)");
        Expect.Ok(played.Request, tokens: 4, tokenEvents: 2);
        Expect.Near(played.Log.SentMs(1), played.Request.TtfcMs);
    }

    [Fact]
    public async Task Refusal_is_a_visible_token()
    {
        using var played = await simulator.OnceAsync($"play(R {Literal(Delta("""{"refusal":"No"}"""))}@200 tail(1)@220)");
        Expect.Ok(played.Request, tokens: 1, tokenEvents: 1);
        Expect.Near(played.Log.SentMs(1), played.Request.TtfcMs);
    }
}
