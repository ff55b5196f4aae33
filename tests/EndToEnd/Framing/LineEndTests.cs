using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Framing;

[Trait("case", "FR01")]
public sealed class LineEndTests
{
    private static readonly string[][] Kinds =
    [
        ["\n"],
        ["\r\n"],
        ["\r"],
        ["\r\n", "\r", "\n", "\r\n", "\r", "\r", "\n", "\n"],
    ];

    [Fact]
    public async Task Stream_with_any_line_ends_gives_same_record()
    {
        using var played = await Play.AllAsync([.. Kinds.Select(Timed)]);
        var plain = played.File.Requests[0];
        for (var i = 0; i < Kinds.Length; i++)
        {
            var request = played.File.Requests[i];
            Expect.Ok(request, tokens: 2, tokenEvents: 2);
            Assert.Equal(plain.Events, request.Events);
            Assert.Equal(plain.Warnings, request.Warnings);
            Assert.Equal(["stop"], request.FinishReasons);
            Assert.True(request.DoneMarker);
            Expect.Near(played.Server.Posts[i].SentMs(1), request.TtftMs);
            Expect.Gap(played.Server.Posts[i], 1, 2, request.TpotMs);
        }
        Expect.Exit(0, played.Process);
    }

    [Fact]
    public async Task Crlf_cut_between_its_two_bytes_gives_one_event()
    {
        var crlf = LineEnds(Join(R(), C("a"), C("b"), Tail(2)), "\r\n");
        using var played = await Play.AllAsync([.. Enumerable.Range(1, 4).Select(n => Reply.Sse().At(0, crlf).Segmented(n == 4 ? 1 : CutAfterCr(crlf, n)))]);
        foreach (var request in played.File.Requests)
        {
            Expect.Ok(request, tokens: 2, tokenEvents: 2);
            Assert.Equal(6, request.Events);
            Assert.Equal(0, request.Comments);
        }
    }

    private static Reply Timed(string[] ends) => Reply.Sse()
        .At(50, LineEnds(R(), ends)).At(250, LineEnds(C("a"), ends)).At(350, LineEnds(C("b"), ends)).At(380, LineEnds(Tail(2), ends));

    // The first segment then ends right behind a CR.
    private static int CutAfterCr(byte[] bytes, int number)
    {
        var at = -1;
        for (var i = 0; i < number; i++)
            at = Array.IndexOf(bytes, (byte)'\r', at + 1);
        return at + 1;
    }
}
