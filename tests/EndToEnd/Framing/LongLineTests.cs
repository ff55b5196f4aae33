namespace VllmStream.Tests.EndToEnd.Framing;

[Trait("case", "FR18")]
[Collection(AloneGroup.Name)]
public sealed class LongLineTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Fact]
    public async Task Line_of_any_length_is_one_event()
    {
        (int Kilobytes, int Segment)[] lines = [(70, 1400), (200, 1400), (1024, 1400), (4096, 4096), (4096, int.MaxValue)];
        using var played = await simulator.AllAsync([.. lines.Select(line => $"play(R logprobs({line.Kilobytes}KiB)@100 C(b)@110 tail(2)); segments({line.Segment}, every=0ms)")]);
        Assert.Equal(lines.Length, played.File.Requests.Count);
        foreach (var request in played.File.Requests)
        {
            Expect.Ok(request, tokens: 2, tokenEvents: 2);
            Assert.Empty(request.Warnings.Except(["batched", "buffered"]));
            Expect.Near(played.LogOf(request).FlushedMs(1), request.TtftMs, lateMs: 250);
        }
        Expect.Exit(0, played.Process);
    }

    [Fact]
    public async Task Twice_the_line_takes_no_more_than_a_few_times_as_long()
    {
        // In small reads a search that begins again at the line's start makes 4 MiB sixteen times as dear as 1 MiB.
        using var played = await simulator.AllAsync([.. new[] { 1, 1, 4 }.Select(size => $"play(R logprobs({size}MiB) tail(1)); segments(2048, every=0ms)")]);
        var lag = played.File.Requests.Select(request => request.E2eMs!.Value - played.LogOf(request).EndMs).ToList();
        Assert.True(lag[2] < 300, $"the end was seen {lag[2]:0} ms after it was sent");
    }
}
