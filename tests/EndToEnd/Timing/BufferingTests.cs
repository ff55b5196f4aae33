using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Timing;

[Collection(AloneGroup.Name)]
public sealed class BufferingTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Fact]
    [Trait("case", "TM01")]
    public async Task Everything_at_the_end_is_called_buffered()
    {
        using var played = await simulator.OnceAsync("play(R@1200 C(t)*60 tail(60))");
        var request = played.Request;
        Expect.Ok(request, tokens: 60, tokenEvents: 60);
        Expect.Ttft(played, step: 1);
        Assert.Equal("buffered", request.StreamShape);
        Expect.Warned("buffered", request);
        Assert.Null(request.TokensPerS);
        Assert.Contains("buffered", played.Process.Stdout, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    [Trait("case", "TM01")]
    public async Task Bursts_with_pauses_are_called_batched()
    {
        var bursts = Enumerable.Range(0, 6).Select(i => $"C(t)@{200 + 250 * i} C(t)*9");
        using var played = await simulator.OnceAsync($"play(R {string.Join(' ', bursts)} tail(60))");
        Expect.Ok(played.Request, tokens: 60, tokenEvents: 60);
        Assert.Equal("batched", played.Request.StreamShape);
        Expect.Warned("batched", played.Request);
        Assert.Equal(10, played.Request.Line.GetProperty("burst_events").GetInt32());
        Expect.Time(250, played.Request.Line.GetProperty("burst_period_ms").GetDouble(), 10);
        Assert.Matches("bursts of 10(.0)? events, one every 2[4-6]\\d ms", played.Process.Stdout);
        Assert.Contains("likely: ", played.Process.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("case", "TM04")]
    public async Task Paced_stream_gives_every_gap_as_it_was_sent()
    {
        using var played = await simulator.OnceAsync(Recipe.Chat(100, 100, 31), "--record", "gaps");
        var request = played.Request;
        Expect.Ok(request, tokens: 31, tokenEvents: 31);
        Assert.Equal("streamed", request.StreamShape);
        var gaps = request.GapsMs;
        Assert.Equal(30, gaps.Count);
        for (var i = 0; i < 30; i++)
            Expect.Gap(played.Log, i + 1, i + 2, gaps[i], 15);
        Expect.Time(100, gaps.Order().ElementAt(15), 5, gaps: 5);
        Expect.Gap(played.Log, 1, 31, request.TpotMs, 1, gaps: 30);
        Expect.Within(1000 / request.TpotMs!.Value, request.TokensPerS, 0.05);
        Expect.Ttft(played, step: 1);
    }

    [Fact]
    [Trait("case", "TM05")]
    public async Task Large_request_is_not_held_back_by_nagle()
    {
        using var played = await Play.RunAsync(r => r.IsPost ? Reply.Chat(10, 5, 3) : null, ["-c", "1", "-n", "8", "--isl", "30000"]);
        Expect.Exit(0, played.Process);
        Assert.All(played.Server.Posts, p => Assert.True(p.Request.Body.Length > 65_000, $"{p.Request.Body.Length} bytes"));
        var spans = played.Server.Posts.Select(p => Monotonic.ToMs(p.Arrived - p.Request.FirstByteTicks)).Order().ToList();
        Assert.True(spans[4] < 35, $"half of the requests took {spans[4]:0} ms from their first byte to their last");
    }

    [Fact]
    [Trait("case", "TM05")]
    public async Task Server_with_nagle_is_measured_as_it_is()
    {
        var reply = Reply.Sse().At(0, R()).WithNagle();
        for (var i = 0; i < 10; i++)
        {
            var bytes = C("t" + i);
            reply.At(100 + 60 * i, bytes[..20]).Then(bytes[20..]);
        }
        using var played = await Play.OnceAsync(reply.At(800, Tail(10)), "--record", "gaps");
        Expect.Ok(played.Request, tokens: 10, tokenEvents: 10);
        Expect.Time(540, played.Request.GapsMs.Sum(), 70);
        Expect.Near(played.Log.SentMs(2), played.Request.TtftMs, lateMs: 110);
    }

    [Fact]
    [Trait("case", "TM07")]
    public void Wall_clock_step_changes_no_duration()
    {
        // A library that fakes the clock for one process would let the kernel's receive stamps and the process's clock part, which no real step does.
        Assert.Skip("the wall clock cannot be stepped for one process together with the kernel's time stamps, and stepping the machine's would disturb its other users");
    }
}
