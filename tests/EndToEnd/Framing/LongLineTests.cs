using System.Text;
using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Framing;

[Trait("case", "FR18")]
[Collection(AloneGroup.Name)]
public sealed class LongLineTests
{
    [Theory]
    [InlineData(70, 1400)]
    [InlineData(200, 1400)]
    [InlineData(1024, 1400)]
    [InlineData(4096, 4096)]
    [InlineData(4096, 0)]
    public async Task Line_of_any_length_is_one_event(int kilobytes, int segment)
    {
        var line = WithLogprobs(kilobytes * 1024);
        using var played = await Play.OnceAsync(Reply.Sse().At(0, R()).At(100, line).Then(C("b"), Tail(2)).Segmented(segment));
        var request = played.Request;
        Expect.Ok(request, tokens: 2, tokenEvents: 2);
        Assert.Empty(request.Warnings.Except(["batched", "buffered"]));
        Expect.Near(played.Log.SentMs(1), request.TtftMs, lateMs: 250);
        Expect.Exit(0, played.Process);
    }

    [Fact]
    public async Task Twice_the_line_takes_no_more_than_a_few_times_as_long()
    {
        // In small reads a search that begins again at the line's start makes 4 MiB sixteen times as dear as 1 MiB.
        using var played = await Play.AllAsync([.. new[] { 1, 1, 4 }.Select(m => Reply.Sse(R(), WithLogprobs(m * 1024 * 1024), Tail(1)).Segmented(2048))]);
        var lag = played.File.Requests.Select((r, i) => r.E2eMs!.Value - played.Server.Posts[i].EndMs).ToList();
        Assert.True(lag[2] < 300, $"the end was seen {lag[2]:0} ms after it was sent");
    }

    private static byte[] WithLogprobs(int length)
    {
        var tops = new StringBuilder();
        for (var i = 0; tops.Length < length; i++)
        {
            if (i > 0)
                tops.Append(',');
            tops.Append("{\"token\":\"tok").Append(i).Append("\",\"logprob\":-").Append(i % 17).Append(".25,\"bytes\":[116,111,107]}");
        }
        var choice = $$"""{"index":0,"delta":{"content":"a"},"logprobs":{"content":[{"token":"a","logprob":-0.5,"bytes":[97],"top_logprobs":[{{tops}}]}]},"finish_reason":null}""";
        return Chunk(choice);
    }
}
