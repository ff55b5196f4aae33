using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Framing;

[Trait("case", "FR05")]
public sealed class EventsPerReadTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Fact]
    public async Task Three_tokens_in_one_read_have_gaps_of_zero()
    {
        using var played = await simulator.OnceAsync("play(R@300 C(a) C(b) C(c) C(d)@700 tail(4))", "--record", "gaps");
        var request = played.Request;
        Expect.Ok(request, tokens: 4, tokenEvents: 4);
        Expect.Ttft(played, step: 3);
        var gaps = request.GapsMs;
        Assert.Equal(3, gaps.Count);
        Expect.Within(0, gaps[0], 1);
        Expect.Within(0, gaps[1], 1);
        Expect.Gap(played.Log, 3, 4, gaps[2]);
        Assert.InRange(request.Reads, 1, 3);
        Expect.Exit(0, played.Process);
    }

    [Fact]
    public async Task Bursts_of_any_size_lose_no_token()
    {
        int[] sizes = [2, 7, 33, 128, 500, 2000];
        using var played = await simulator.AllAsync([.. sizes.Select(Burst)]);
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
        const string head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
        using var played = await simulator.AllAsync([$"raw({Literal(head)} R C(a) tail(1)); close", "play(R C(a) tail(1))"]);
        foreach (var request in played.File.Requests)
            Expect.Ok(request, tokens: 1, tokenEvents: 1);
    }

    private static string Burst(int size) => $"play(R C(w)*{size} C(w)@40 C(w)*{size - 1} tail({2 * size}))";
}
