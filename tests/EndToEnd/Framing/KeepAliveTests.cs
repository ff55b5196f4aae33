using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Framing;

public sealed class KeepAliveTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Fact]
    [Trait("case", "FR07")]
    public async Task Comments_before_the_first_token_are_no_token()
    {
        using var played = await simulator.OnceAsync(
            """play(comment(" OPENROUTER PROCESSING")@100 comment("")@300 comment(" ping")@500 R@700 C(a)@800 ": last\n"@900 tail(1))""");
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
        using var played = await simulator.OnceAsync("""play(R ": note\n" C(a) ": x\n: y\n" F U(5,1) ":\n" D)""");
        Expect.Ok(played.Request, tokens: 1, tokenEvents: 1);
        Assert.True(played.Request.DoneMarker);
        Assert.Equal(4, played.Request.Comments);
    }

    public static TheoryData<string> Heartbeats { get; } = ["data:\n\n", "data: \n\n", "data\n\n", "event: ping\ndata: \n\n"];

    [Theory]
    [Trait("case", "FR15")]
    [MemberData(nameof(Heartbeats))]
    public async Task Empty_data_between_tokens_is_a_heartbeat(string heartbeat)
    {
        var row = await simulator.RowAsync(Heartbeats, value => $"play({Literal(value)}@50 R C(a)@250 {Literal(value)}@300 C(b)@350 {Literal(value)} tail(2))", heartbeat);
        var request = row.Request;
        Expect.Ok(request, tokens: 2, tokenEvents: 2);
        Expect.NotWarned("malformed_event", request);
        Expect.Ttft(row, step: 2);
        Assert.Equal(3, request.Comments);
    }

    [Fact]
    [Trait("case", "FR15")]
    public async Task Fields_that_are_not_data_are_no_events()
    {
        var gateway = Literal("event: message\nid: 7\nretry: 3000\n\nid\nfoo: bar\n\n");
        using var played = await simulator.OnceAsync($"play({gateway} R {Literal("id: 8\nevent: x\n")} C(a) {gateway} tail(1))");
        Expect.Ok(played.Request, tokens: 1, tokenEvents: 1);
        Expect.NotWarned("malformed_event", played.Request);
    }
}
