using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Errors;

public sealed class CompletionTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Fact]
    [Trait("case", "ER08")]
    public async Task Finish_reason_without_done_is_ok_with_a_warning()
    {
        using var played = await simulator.AllAsync(
        [
            "play(R C(a) F U(5,1))",
            "play(R C(a) F)",
            """play(R delta("{\"content\":\"a\"}", length))""",
            "play(R C(a) F U(5,1)); until-close",
        ]);
        foreach (var request in played.File.Requests)
        {
            Expect.Outcome("ok", request);
            Expect.Warned("no_done", request);
            Assert.False(request.DoneMarker);
        }
        Expect.Exit(0, played.Process);
    }

    [Fact]
    [Trait("case", "ER09")]
    public async Task Clean_end_with_neither_finish_nor_done_is_truncated()
    {
        using var played = await simulator.AllAsync(
        [
            "play(R C(a) C(b))",
            "play(R C(a) U(5,1))",
            "play(R)",
            """play(comment(" keep-alive"))""",
            """play(R C(a) "data: {\"choices\":[{\"ind")""",
            "play(R C(a)); content-length",
        ]);
        foreach (var request in played.File.Requests)
            Expect.Outcome("truncated", request);
        Assert.Equal(2, played.File.Requests[0].TokenEvents);
        Assert.NotNull(played.File.Requests[0].FirstTokenMs);
        Assert.Equal(0, played.File.Summary.Metric("ttft_ms").N);
        Assert.Contains("truncated", played.Process.Stdout, StringComparison.Ordinal);
        Expect.Exit(5, played.Process);
    }

    [Fact]
    [Trait("case", "ER20")]
    public async Task Empty_bodies_under_load_have_no_ttft_and_no_wild_numbers()
    {
        // Few at a time: where the first twenty of all fail, a run ends, and these fail at once.
        using var played = await simulator.RunAsync(["empty", Chat(20, 2, 3)], ["-c", "8", "-n", "200"]);
        var empty = played.File.Requests.Where(r => r.Events == 0).ToList();
        Assert.Equal(100, empty.Count);
        Assert.All(empty, r => Assert.True(r.Outcome is "truncated" or "ok_empty", r.ToString()));
        Assert.All(empty, r => Assert.Null(r.TtftMs));
        var ttft = played.File.Summary.Metric("ttft_ms");
        Assert.Equal(100, ttft.N);
        Assert.InRange(ttft.Mean!.Value, 10, 1000);
        Assert.InRange(ttft.Min!.Value, 1, 1000);
    }

    [Fact]
    [Trait("case", "ER20")]
    public async Task Empty_body_in_any_framing_is_no_success()
    {
        using var played = await simulator.AllAsync(
            ["empty", Document("text/event-stream", ""), "empty; until-close", Document("text/event-stream", "\n\n"), Document(null, "", 204)]);
        Assert.All(played.File.Requests, r => Assert.NotEqual("ok", r.Outcome));
        Assert.All(played.File.Requests.Take(4), r => Assert.Equal("truncated", r.Outcome));
        Assert.All(played.File.Requests, r => Assert.Null(r.TtftMs));
        Assert.Null(played.File.Summary.Metric("ttft_ms").P50);
    }

    [Fact]
    [Trait("case", "ER20")]
    public async Task Done_with_neither_token_nor_finish_reason_is_no_success()
    {
        using var played = await simulator.AllAsync(["play(D)", "play(R D)"]);
        Assert.All(played.File.Requests, r => Expect.Outcome("truncated", r));
        Assert.All(played.File.Requests, r => Assert.Null(r.TtftMs));
        Expect.Exit(5, played.Process);
    }
}
