using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;
using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Chunks;

[Trait("case", "CH14")]
public sealed class SeveralChoicesTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    private static readonly string[] TwoChoices = ["--extra-body", """{"n":2}"""];

    [Fact]
    public async Task Two_choices_are_one_request_with_usage_of_both()
    {
        using var played = await simulator.OnceAsync("play(R(0)@20 R(1) C(a,1)@200 C(b,0)@250 C(c,1)@300 C(d,0)@350 F(stop,1) F(length,0)@400 U(5,4) D)", TwoChoices);
        var request = played.Request;
        Expect.Ok(request, tokens: 4, tokenEvents: 4);
        Expect.Ttft(played, step: 2);
        Assert.Equal(["length", "stop"], request.FinishReasons);
        Assert.Equal(2, played.Log.Choices);
    }

    [Fact]
    public async Task One_finish_of_two_without_done_is_truncated()
    {
        using var played = await simulator.OnceAsync("play(R(0) R(1) C(a,0) C(b,1) F(stop,1))", TwoChoices);
        Expect.Outcome("truncated", played.Request);
    }

    [Fact]
    public async Task One_finish_of_two_with_done_is_ok_with_a_warning()
    {
        using var played = await simulator.OnceAsync("play(R(0) R(1) C(a,0) C(b,1) F(stop,0) U(5,2) D)", TwoChoices);
        Expect.Outcome("ok", played.Request);
        Expect.Warned("no_finish_reason", played.Request);
    }

    [Fact]
    public async Task Two_choices_in_one_chunk_are_both_read()
    {
        var both = Chunk(Choice("""{"content":"a"}""", index: 0) + "," + Choice("""{"content":"b"}""", index: 1));
        var finish = Chunk(Choice("{}", "stop", 0) + "," + Choice("{}", "stop", 1));
        using var played = await simulator.OnceAsync($"play(R(0) R(1) {Literal(both)} {Literal(finish)} U(5,2) D)", TwoChoices);
        Expect.Outcome("ok", played.Request);
        Assert.Equal(["stop", "stop"], played.Request.FinishReasons);
        Expect.NotWarned("no_finish_reason", played.Request);
    }

    [Fact]
    public async Task Text_of_one_choice_after_the_finish_of_another_is_no_oddity()
    {
        using var played = await simulator.OnceAsync("play(R(0) R(1) C(a,0) F(stop,0) C(b,1) F(stop,1) U(5,2) D)", TwoChoices);
        Expect.Ok(played.Request, tokens: 2, tokenEvents: 2);
        Expect.NotWarned("content_after_finish", played.Request);
    }
}
