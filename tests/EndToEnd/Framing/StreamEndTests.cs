using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Framing;

[Trait("case", "FR11")]
public sealed class StreamEndTests
{
    [Theory]
    [InlineData("data: [DONE]")]
    [InlineData("data: [DONE]\n")]
    [InlineData("data:[DONE]\r\n")]
    [InlineData("data: [DONE]\r")]
    public async Task Done_without_blank_line_is_done_with_a_warning(string done)
    {
        using var played = await Play.OnceAsync(Reply.Sse().At(200, R(), C("a")).At(300, C("b"), F(), Utf8(done)));
        var request = played.Request;
        Expect.Outcome("ok", request);
        Expect.Warned("unterminated_event", request);
        Expect.NotWarned("no_done", request);
        Assert.True(request.DoneMarker);
        Assert.Equal(2, request.TokenEvents);
    }

    [Fact]
    public async Task Finish_chunk_without_blank_line_counts_by_the_tail_rule()
    {
        using var played = await Play.OnceAsync(Reply.Sse(R(), C("a"), F()[..^2]));
        Expect.Outcome("ok", played.Request);
        Expect.Warned("unterminated_event", played.Request);
        Expect.Warned("no_done", played.Request);
        Assert.Equal(["stop"], played.Request.FinishReasons);
    }

    [Fact]
    public async Task Half_an_event_at_the_end_is_not_counted()
    {
        using var played = await Play.OnceAsync(Reply.Sse(R(), C("a"), C("b")[..40]));
        Expect.Outcome("truncated", played.Request);
        Assert.Equal(1, played.Request.TokenEvents);
    }

    [Fact]
    public async Task Whole_token_event_without_blank_line_before_a_reset_is_not_a_clean_end()
    {
        using var played = await Play.OnceAsync(Reply.Sse(R(), C("a"), C("b")[..^1]).EndsWith(Ending.Reset));
        Expect.Outcome("reset", played.Request);
    }
}
