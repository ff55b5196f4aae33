using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;
using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Framing;

[Trait("case", "FR03")]
public sealed class ColonGapTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Fact]
    public async Task Data_with_any_gap_after_the_colon_gives_same_record()
    {
        var tab = Literal(Join(R(), C("x"), C("y"), Tail(2))).Replace("data: ", "data:\\t", StringComparison.Ordinal);
        using var played = await simulator.AllAsync(["play(R C(x) C(y) tail(2)); colon(0)", "play(R C(x) C(y) tail(2))", "play(R C(x) C(y) tail(2)); colon(2)", $"play({tab})"]);
        foreach (var request in played.File.Requests)
        {
            Expect.Ok(request, tokens: 2, tokenEvents: 2);
            Assert.True(request.DoneMarker, request.ToString());
            Expect.NotWarned("malformed_event", request);
        }
        Expect.Exit(0, played.Process);
    }

    [Fact]
    public async Task First_token_without_space_is_timed_as_with_one()
    {
        using var played = await simulator.OnceAsync("play(R@20 C(x)@300 tail(1)@400); colon(0)");
        Expect.Ttft(played, step: 1);
        Expect.Outcome("ok", played.Request);
    }
}
