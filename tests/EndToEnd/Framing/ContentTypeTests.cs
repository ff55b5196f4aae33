using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Framing;

[Trait("case", "FR24")]
public sealed class ContentTypeTests
{
    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    [InlineData("application/octet-stream")]
    [InlineData(null)]
    public async Task Stream_under_another_content_type_is_recognised_by_its_bytes(string? contentType)
    {
        var reply = Reply.Sse().At(50, R()).At(200, C("a")).At(300, C("b"), Tail(2)).WithoutContentType();
        using var played = await Play.OnceAsync(contentType is null ? reply : reply.WithContentType(contentType));
        Expect.Ok(played.Request, tokens: 2, tokenEvents: 2);
        Expect.Warned("content_type", played.Request);
        Expect.Ttft(played, step: 1);
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("Text/Event-Stream;charset=UTF-8")]
    public async Task Stream_under_its_own_content_type_is_no_oddity(string contentType)
    {
        using var played = await Play.OnceAsync(Reply.Sse(R(), C("a"), Tail(1)).WithContentType(contentType));
        Expect.Ok(played.Request, tokens: 1, tokenEvents: 1);
        Expect.NotWarned("content_type", played.Request);
    }

    [Fact]
    public async Task Stream_that_starts_with_a_comment_under_another_type_is_recognised()
    {
        using var played = await Play.OnceAsync(Reply.Sse(Comment(" hi"), Utf8("event: x\n"), R(), C("a"), Tail(1)).WithContentType("text/plain"));
        Expect.Ok(played.Request, tokens: 1, tokenEvents: 1);
        Expect.Warned("content_type", played.Request);
    }
}
