using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;
using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Framing;

[Trait("case", "FR06")]
public sealed class SmallReadTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Fact]
    public async Task Stream_in_one_byte_reads_gives_same_record_and_event_times_of_last_bytes()
    {
        using var played = await simulator.OnceAsync("""play(R@20 C("\u4f60") C(b) C(c) tail(3)); segments(1, every=1ms)""", "--record", "gaps");
        var request = played.Request;
        Expect.Ok(request, tokens: 3, tokenEvents: 3);
        Assert.Equal(7, request.Events);
        Assert.Empty(request.Warnings.Except(["batched", "buffered"]));
        var log = played.Log;
        Expect.Near(log.FlushedMs(1), request.TtftMs);
        Expect.Time(log.FlushedMs(2) - log.FlushedMs(1), request.GapsMs[0], 25);
        Expect.Time(log.FlushedMs(3) - log.FlushedMs(2), request.GapsMs[1], 25);
    }

    [Fact]
    public async Task Stream_in_segments_of_any_size_gives_same_record()
    {
        int[] sizes = [1, 2, 3, 5, 7, 16, 61, 100, 199];
        var body = Join(R(), C("héllo"), Comment(" ping"), C("wörld"), C("🙂"), Tail(3));
        using var played = await simulator.AllAsync([.. sizes.Select(n => $"play({Literal(body)}); segments({n}, every={(n < 16 ? 100 : 500)}us)")]);
        Assert.Equal(sizes.Length, played.File.Requests.Count);
        foreach (var request in played.File.Requests)
        {
            Expect.Ok(request, tokens: 3, tokenEvents: 3);
            Assert.Equal(7, request.Events);
            Assert.Equal(1, request.Comments);
            Assert.Equal(body.Length, request.Bytes);
        }
    }

    [Fact]
    [Trait("case", "TR-head")]
    public async Task Head_in_one_byte_reads_is_a_head()
    {
        var body = Join(R(), C("a"), Tail(1));
        var head = $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: {body.Length}\r\n\r\n";
        using var played = await simulator.OnceAsync($"raw({Literal(head)}@10 {Literal(body)}@300); segments(1, every=500us)");
        Expect.Ok(played.Request, tokens: 1, tokenEvents: 1);
        Expect.Near(played.Log.FlushedMs(0), played.Request.SinceSent("headers_ms"));
    }
}
