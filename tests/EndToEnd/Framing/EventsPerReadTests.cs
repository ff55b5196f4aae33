using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Framing;

[Trait("case", "FR05")]
public sealed class EventsPerReadTests
{
    [Fact]
    public async Task Three_tokens_in_one_read_have_gaps_of_zero()
    {
        using var played = await Play.OnceAsync(
            Reply.Sse().At(300, R(), C("a"), C("b"), C("c")).At(700, C("d"), Tail(4)), "--record", "gaps");
        var request = played.Request;
        Expect.Ok(request, tokens: 4, tokenEvents: 4);
        Expect.Ttft(played, step: 0);
        var gaps = request.GapsMs;
        Assert.Equal(3, gaps.Count);
        Expect.Within(0, gaps[0], 1);
        Expect.Within(0, gaps[1], 1);
        Expect.Gap(played.Log, 0, 1, gaps[2]);
        Assert.InRange(request.Reads, 1, 3);
        Expect.Exit(0, played.Process);
    }

    [Fact]
    public async Task Bursts_of_any_size_lose_no_token()
    {
        int[] sizes = [2, 7, 33, 128, 500, 2000];
        using var played = await Play.AllAsync([.. sizes.Select(Burst)]);
        for (var i = 0; i < sizes.Length; i++)
        {
            var request = played.File.Requests[i];
            Expect.Ok(request, tokens: 2 * sizes[i], tokenEvents: 2 * sizes[i]);
            Assert.Equal(2 * sizes[i] + 4, request.Events);
        }
    }

    [Fact]
    public async Task Tail_in_the_segment_of_the_last_token_is_still_read()
    {
        using var played = await Play.AllAsync([Reply.Sse(Join(R(), C("a"), Tail(1))).HeadTogether(), Reply.Sse(Join(R(), C("a"), Tail(1)))]);
        foreach (var request in played.File.Requests)
            Expect.Ok(request, tokens: 1, tokenEvents: 1);
    }

    private static Reply Burst(int size)
    {
        var half = Join([.. Enumerable.Range(0, size).Select(i => C("w" + i))]);
        return Reply.Sse().At(0, R(), half).At(40, half, Tail(2 * size));
    }
}
