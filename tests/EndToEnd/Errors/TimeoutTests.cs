using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Errors;

[Trait("case", "ER14")]
public sealed class TimeoutTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    // An item that is due when no client waits any more: until then nothing is sent.
    private const string Silence = "\"\"@60s";

    [Fact]
    public async Task Silence_after_a_token_is_timeout_idle_with_marks_kept()
    {
        using var played = await simulator.OnceAsync("play(R C(a)@150 C(b)); stall(forever, at=1)", "--timeout-idle", "500ms");
        var request = played.Request;
        Expect.Outcome("timeout_idle", request);
        Assert.Equal(1, request.TokenEvents);
        Expect.Near(played.Log.SentMs(1), request.SinceSent("first_token_ms"));
        Expect.Time(500, request.EndMs - request.LastTokenMs, 150);
        Assert.Equal(0, played.File.Summary.Metric("e2e_ms").N);
        await Wait.UntilAsync(() => played.Log.IsFinished);
        Expect.Exit(5, played.Process);
    }

    [Fact]
    public async Task Heartbeats_do_not_count_as_life()
    {
        var beats = Enumerable.Range(1, 19).Select(i => $"{Literal(i % 2 == 0 ? ": ping\n\n" : "data:\n\n")}@{100 + 100 * i}");
        using var played = await simulator.OnceAsync($"play(R C(a)@100 {string.Join(' ', beats)} {Silence})", "--timeout-idle", "500ms");
        Expect.Outcome("timeout_idle", played.Request);
        Expect.Time(500, played.Request.EndMs - played.Request.LastTokenMs, 150);
    }

    [Fact]
    public async Task Slow_tokens_within_the_limit_are_ok()
    {
        using var played = await simulator.OnceAsync(Chat(50, 350, 4), "--timeout-idle", "600ms", "--timeout-first-token", "400ms");
        Expect.Ok(played.Request, tokens: 4, tokenEvents: 4);
    }

    [Fact]
    public async Task Silence_before_the_first_token_is_timeout_first_token()
    {
        using var played = await simulator.AllAsync(
            [$"play(R {Silence})", $"play(R comment(\" queued\")*11@100+100 {Silence})", $"raw({Silence})"], "--timeout-first-token", "500ms");
        Assert.Equal(3, played.File.Requests.Count);
        foreach (var request in played.File.Requests)
        {
            Expect.Outcome("timeout_first_token", request);
            Assert.Null(request.TtftMs);
            Expect.Time(500, request.SinceSent("end_ms"), 150);
        }
    }

    [Theory]
    [InlineData("--timeout-total")]
    [InlineData("-t")]
    public async Task Long_answer_over_the_total_is_timeout_total(string option)
    {
        using var played = await simulator.OnceAsync(Chat(50, 50, 100), option, "700ms");
        Expect.Outcome("timeout_total", played.Request);
        Expect.Time(700, played.Request.SinceSent("end_ms"), 150);
        Assert.InRange(played.Request.TokenEvents, 8, 15);
    }

    [Fact]
    public async Task Host_that_does_not_answer_is_timeout_connect()
    {
        using var deaf = new DeafListener();
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", deaf.Url, "-c", "1", "-n", "1", "--timeout-connect", "500ms", .. Play.Quiet]);
        var request = Assert.Single(RunFile.Read(folder.File("run.ndjson")).Requests);
        Expect.Outcome("timeout_connect", request);
        Expect.Time(500, request.EndMs, 250);
        Expect.Exit(5, result);
    }

    [Fact]
    public async Task Body_kept_open_after_the_answer_is_complete_is_ok()
    {
        using var played = await simulator.OnceAsync("play(R C(a) tail(1) \"\"@1500)", "--timeout-idle", "5s");
        Expect.Ok(played.Request, tokens: 1, tokenEvents: 1);
        Assert.True(played.Request.SinceSent("last_token_ms") < 500);
        Expect.Warned("lingering_connection", played.Request);
    }

    [Fact]
    public async Task Requests_over_the_drain_are_cancelled_by_us()
    {
        using var played = await simulator.RunAsync([$"play(R C(a)@50 {Silence})"], ["-c", "3", "-d", "500ms", "--drain", "300ms"]);
        Assert.Equal(3, played.File.Requests.Count);
        Assert.All(played.File.Requests, r => Expect.Outcome("cancelled_by_us", r));
        Assert.Equal(3, played.File.Summary.Sent);
        Assert.Equal(3, played.File.Summary.Finished);
    }
}
