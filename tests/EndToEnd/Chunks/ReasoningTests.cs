using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;
using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Chunks;

[Trait("case", "CH03")]
public sealed class ReasoningTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    public static TheoryData<string> Spellings { get; } =
    [
        """{"reasoning_content":"think"}""",
        """{"reasoning":"think"}""",
        """{"reasoning_details":[{"type":"reasoning.text","text":"think","format":"unknown","index":0}]}""",
        """{"content":null,"reasoning_content":"think"}""",
        """{"content":"","reasoning":"think"}""",
        """{"role":"assistant","content":"","reasoning":"think","reasoning_details":[{"type":"reasoning.text","text":"think"}]}""",
        """{"reasoning":"think","reasoning_content":"think"}""",
    ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task Reasoning_in_any_spelling_is_the_first_token_and_not_visible(string delta)
    {
        var usage = Literal(U(5, 6, reasoning: 4));
        var row = await simulator.RowAsync(Spellings, value => $"play(R@50 {Literal(Delta(value))}*4@200+50 C(a)@600 C(b)@650 F@660 {usage} D)", delta);
        Expect.Ok(row.Request, tokens: 6, tokenEvents: 6);
        Expect.Ttft(row, step: 1);
        Expect.Near(row.Log.SentMs(5), row.Request.TtfcMs);
        Assert.Equal(4, row.Request.ReasoningTokens);
    }

    [Fact]
    public async Task Reasoning_only_answer_has_no_visible_token()
    {
        using var played = await simulator.OnceAsync($"play(R {Literal(Delta("""{"reasoning":"hm"}"""))}@150 F(length)@200 {Literal(U(5, 1, reasoning: 1))} D)");
        Expect.Ok(played.Request, tokens: 1, tokenEvents: 1);
        Assert.Null(played.Request.TtfcMs);
        Expect.Ttft(played, step: 1);
    }

    [Fact]
    public async Task Reasoning_that_no_event_carried_is_warned_of()
    {
        using var played = await simulator.OnceAsync($"play(R C(a)@300 F {Literal(U(5, 41, reasoning: 40))} D)");
        Expect.Outcome("ok", played.Request);
        Expect.Warned("hidden_reasoning", played.Request);
        Assert.Equal(40, played.Request.ReasoningTokens);
    }
}
