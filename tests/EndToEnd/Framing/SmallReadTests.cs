using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Framing;

[Trait("case", "FR06")]
public sealed class SmallReadTests
{
    [Fact]
    public async Task Stream_in_one_byte_reads_gives_same_record_and_event_times_of_last_bytes()
    {
        using var played = await Play.OnceAsync(
            Reply.Sse().At(20, R()).Then(C("你")).Then(C("b")).Then(C("c")).Then(Tail(3)).Segmented(1, everyMs: 1), "--record", "gaps");
        var request = played.Request;
        Expect.Ok(request, tokens: 3, tokenEvents: 3);
        Assert.Equal(7, request.Events);
        Assert.Empty(request.Warnings.Except(["batched", "buffered"]));
        Expect.Ttft(played, step: 1);
        Expect.Gap(played.Log, 1, 2, request.GapsMs[0]);
        Expect.Gap(played.Log, 2, 3, request.GapsMs[1]);
    }

    [Fact]
    public async Task Stream_in_segments_of_any_size_gives_same_record()
    {
        int[] sizes = [1, 2, 3, 5, 7, 16, 61, 100, 199];
        var body = Join(R(), C("héllo"), Comment(" ping"), C("wörld"), C("🙂"), Tail(3));
        using var played = await Play.AllAsync([.. sizes.Select(n => Reply.Sse().At(0, body).Segmented(n, everyMs: n < 16 ? 0.1 : 0.5))]);
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
        using var played = await Play.OnceAsync(Reply.Sse().HeadAt(10, perByteMs: 1).At(300, R(), C("a"), Tail(1)));
        Expect.Ok(played.Request, tokens: 1, tokenEvents: 1);
        Expect.Near(played.Log.SentMs(SendMark.Head), played.Request.SinceSent("headers_ms"));
    }
}
