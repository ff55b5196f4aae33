namespace VllmStream.Tests.EndToEnd.Framing;

[Trait("case", "FR24")]
public sealed class ContentTypeTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    public static TheoryData<string> OtherTypes { get; } = ["text/plain", "application/json", "application/octet-stream", "none"];

    [Theory]
    [MemberData(nameof(OtherTypes))]
    public async Task Stream_under_another_content_type_is_recognised_by_its_bytes(string contentType)
    {
        var row = await simulator.RowAsync(OtherTypes, value => $"play(R@50 C(a)@200 C(b)@300 tail(2)); content-type({value})", contentType);
        Expect.Ok(row.Request, tokens: 2, tokenEvents: 2);
        Expect.Warned("content_type", row.Request);
        Expect.Ttft(row, step: 1);
    }

    public static TheoryData<string> OwnTypes { get; } = ["text/event-stream", "Text/Event-Stream;charset=UTF-8"];

    [Theory]
    [MemberData(nameof(OwnTypes))]
    public async Task Stream_under_its_own_content_type_is_no_oddity(string contentType)
    {
        var row = await simulator.RowAsync(OwnTypes, value => $"play(R C(a) tail(1)); content-type({value})", contentType);
        Expect.Ok(row.Request, tokens: 1, tokenEvents: 1);
        Expect.NotWarned("content_type", row.Request);
    }

    [Fact]
    public async Task Stream_that_starts_with_a_comment_under_another_type_is_recognised()
    {
        using var played = await simulator.OnceAsync("""play(comment(" hi") "event: x\n" R C(a) tail(1)); content-type(text/plain)""");
        Expect.Ok(played.Request, tokens: 1, tokenEvents: 1);
        Expect.Warned("content_type", played.Request);
    }
}
