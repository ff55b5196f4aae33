using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Framing;

[Trait("case", "FR03")]
public sealed class ColonGapTests
{
    [Fact]
    public async Task Data_with_any_gap_after_the_colon_gives_same_record()
    {
        string[] gaps = ["", " ", "  ", "\t"];
        using var played = await Play.AllAsync([.. gaps.Select(g => Reply.Sse(AfterColon(Join(R(), C("x"), C("y"), Tail(2)), g)))]);
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
        using var played = await Play.OnceAsync(Reply.Sse().At(20, AfterColon(R(), "")).At(300, AfterColon(C("x"), "")).At(400, AfterColon(Tail(1), "")));
        Expect.Ttft(played, step: 1);
        Expect.Outcome("ok", played.Request);
    }
}
