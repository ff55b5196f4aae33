using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Framing;

[Trait("case", "FR09")]
public sealed class ByteOrderMarkTests
{
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    [Fact]
    public async Task Stream_behind_a_mark_keeps_its_first_token()
    {
        using var played = await Play.OnceAsync(Reply.Sse().At(200, Mark, C("a")).At(400, C("b")).At(420, Tail(2)));
        Expect.Ok(played.Request, tokens: 2, tokenEvents: 2);
        Expect.Ttft(played, step: 0);
    }

    [Fact]
    public async Task Mark_cut_by_reads_or_before_crlf_is_still_a_mark()
    {
        var body = Join(Mark, LineEnds(Join(C("a"), C("b"), Tail(2)), "\r\n"));
        using var played = await Play.AllAsync([.. new[] { 1, 2, 3, 4 }.Select(n => Reply.Sse().At(0, body).Segmented(n))]);
        foreach (var request in played.File.Requests)
            Expect.Ok(request, tokens: 2, tokenEvents: 2);
    }
}
