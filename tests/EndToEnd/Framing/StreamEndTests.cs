using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;
using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Framing;

[Trait("case", "FR11")]
public sealed class StreamEndTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    public static TheoryData<string> Ends { get; } = ["data: [DONE]", "data: [DONE]\n", "data:[DONE]\r\n", "data: [DONE]\r"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Done_without_blank_line_is_done_with_a_warning(string done)
    {
        var request = (await simulator.RowAsync(Ends, value => $"play(R@200 C(a) C(b)@300 F {Literal(value)})", done)).Request;
        Expect.Outcome("ok", request);
        Expect.Warned("unterminated_event", request);
        Expect.NotWarned("no_done", request);
        Assert.True(request.DoneMarker);
        Assert.Equal(2, request.TokenEvents);
    }

    [Fact]
    public async Task Finish_chunk_without_blank_line_counts_by_the_tail_rule()
    {
        using var played = await simulator.OnceAsync($"play(R C(a) {Literal(F()[..^2])})");
        Expect.Outcome("ok", played.Request);
        Expect.Warned("unterminated_event", played.Request);
        Expect.Warned("no_done", played.Request);
        Assert.Equal(["stop"], played.Request.FinishReasons);
    }

    [Fact]
    public async Task Half_an_event_at_the_end_is_not_counted()
    {
        using var played = await simulator.OnceAsync($"play(R C(a) {Literal(C("b")[..40])})");
        Expect.Outcome("truncated", played.Request);
        Assert.Equal(1, played.Request.TokenEvents);
    }

    [Fact]
    public async Task Whole_token_event_without_blank_line_before_a_reset_is_not_a_clean_end()
    {
        using var played = await simulator.OnceAsync($"play(R C(a) C(b)); cut(rst, at=1, byte={C("b").Length - 1})");
        Expect.Outcome("reset", played.Request);
    }
}
