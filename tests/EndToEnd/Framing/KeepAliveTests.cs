using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Framing;

public sealed class KeepAliveTests
{
    [Fact]
    [Trait("case", "FR07")]
    public async Task Comments_before_the_first_token_are_no_token()
    {
        using var played = await Play.OnceAsync(Reply.Sse()
            .At(100, Comment(" OPENROUTER PROCESSING")).At(300, Comment("")).At(500, Comment(" ping"))
            .At(700, R()).At(800, C("a")).At(900, Utf8(": last\n"), Tail(1)));
        var request = played.Request;
        Expect.Ok(request, tokens: 1, tokenEvents: 1);
        Expect.Near(played.Log.SentMs(0), request.SinceSent("first_byte_ms"));
        Expect.Near(played.Log.SentMs(3), request.SinceSent("first_event_ms"));
        Expect.Ttft(played, step: 4);
        Assert.Equal(4, request.Comments);
        Assert.Equal(5, request.Events);
    }

    [Fact]
    [Trait("case", "FR07")]
    public async Task Comment_inside_an_event_and_before_the_end_marker_changes_nothing()
    {
        var inside = Utf8(": note\n" + System.Text.Encoding.UTF8.GetString(C("a")));
        using var played = await Play.OnceAsync(Reply.Sse(R(), inside, Utf8(": x\n: y\n"), F(), U(5, 1), Utf8(":\ndata: [DONE]\n\n")));
        Expect.Ok(played.Request, tokens: 1, tokenEvents: 1);
        Assert.True(played.Request.DoneMarker);
        Assert.Equal(4, played.Request.Comments);
    }

    [Theory]
    [Trait("case", "FR15")]
    [InlineData("data:\n\n")]
    [InlineData("data: \n\n")]
    [InlineData("data\n\n")]
    [InlineData("event: ping\ndata: \n\n")]
    public async Task Empty_data_between_tokens_is_a_heartbeat(string heartbeat)
    {
        var beat = Utf8(heartbeat);
        using var played = await Play.OnceAsync(Reply.Sse().At(50, beat, R()).At(250, C("a")).At(300, beat).At(350, C("b"), beat, Tail(2)));
        var request = played.Request;
        Expect.Ok(request, tokens: 2, tokenEvents: 2);
        Expect.NotWarned("malformed_event", request);
        Expect.Ttft(played, step: 1);
        Assert.Equal(3, request.Comments);
    }

    [Fact]
    [Trait("case", "FR15")]
    public async Task Fields_that_are_not_data_are_no_events()
    {
        var gateway = Utf8("event: message\nid: 7\nretry: 3000\n\nid\nfoo: bar\n\n");
        using var played = await Play.OnceAsync(Reply.Sse(gateway, R(), Utf8("id: 8\nevent: x\n"), C("a"), gateway, Tail(1)));
        Expect.Ok(played.Request, tokens: 1, tokenEvents: 1);
        Expect.NotWarned("malformed_event", played.Request);
    }
}
