using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Framing;

[Trait("case", "FR21")]
public sealed class DoneMarkerTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Fact]
    public async Task Done_in_any_dress_ends_the_stream()
    {
        string[] dresses = ["data:[DONE]\n\n", "data: [DONE] \n\n", "data: [DONE]\r\n\n", "data:  [DONE]\n\n", "data: [DONE]\t\n\n", "event: done\ndata: [DONE]\n\n"];
        using var played = await simulator.AllAsync([.. dresses.Select(dress => $"play(R C(a) F U(5,1) {Literal(dress)})")]);
        foreach (var request in played.File.Requests)
        {
            Expect.Ok(request, tokens: 1, tokenEvents: 1);
            Assert.True(request.DoneMarker, request.ToString());
            Expect.NotWarned("no_done", request);
            Expect.NotWarned("malformed_event", request);
        }
    }

    [Fact]
    public async Task Events_after_done_are_warned_of_and_not_counted()
    {
        using var played = await simulator.AllAsync(["play(R C(a) tail(1) D)", "play(R C(a) tail(1) C(late))"]);
        foreach (var request in played.File.Requests)
        {
            Expect.Ok(request, tokens: 1, tokenEvents: 1);
            Expect.Warned("after_done", request);
        }
    }

    [Fact]
    public async Task Text_that_says_done_is_a_token()
    {
        using var played = await simulator.OnceAsync("""play(R C("[DONE]") C("data: [DONE]") tail(2))""");
        Expect.Ok(played.Request, tokens: 2, tokenEvents: 2);
        Expect.NotWarned("after_done", played.Request);
    }

    [Fact]
    public async Task Done_without_finish_reason_is_complete_with_a_warning()
    {
        using var played = await simulator.OnceAsync("play(R C(a) D)");
        Expect.Outcome("ok", played.Request);
        Expect.Warned("no_finish_reason", played.Request);
    }
}
