using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;
using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Framing;

[Trait("case", "FR01")]
public sealed class LineEndTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    private const string Timed = "play(R@50 C(a)@250 C(b)@350 tail(2)@380)";

    private static readonly string[] Kinds = [Timed, $"{Timed}; line-ends(crlf)", $"{Timed}; line-ends(cr)", $"{Timed}; line-ends(mixed)"];

    [Fact]
    public async Task Stream_with_any_line_ends_gives_same_record()
    {
        using var played = await simulator.AllAsync(Kinds);
        var plain = played.File.Requests[0];
        for (var i = 0; i < Kinds.Length; i++)
        {
            var request = played.File.Requests[i];
            Expect.Ok(request, tokens: 2, tokenEvents: 2);
            Assert.Equal(plain.Events, request.Events);
            Assert.Equal(plain.Warnings, request.Warnings);
            Assert.Equal(["stop"], request.FinishReasons);
            Assert.True(request.DoneMarker);
            Expect.Near(played.LogOf(request).SentMs(1), request.TtftMs);
            Expect.Gap(played.LogOf(request), 1, 2, request.TpotMs);
        }
        Expect.Exit(0, played.Process);
    }

    [Fact]
    public async Task Crlf_cut_between_its_two_bytes_gives_one_event()
    {
        var events = Join(R(), C("a"), C("b"), Tail(2));
        int[] sizes = [CutAfterCr(events, 1), CutAfterCr(events, 2), CutAfterCr(events, 3), 1];
        using var played = await simulator.AllAsync([.. sizes.Select(size => $"play({Literal(events)}); line-ends(crlf); segments({size}, every=100us)")]);
        foreach (var request in played.File.Requests)
        {
            Expect.Ok(request, tokens: 2, tokenEvents: 2);
            Assert.Equal(6, request.Events);
            Assert.Equal(0, request.Comments);
        }
    }

    // The first segment then ends right behind a CR, of which one more stands before each LF.
    private static int CutAfterCr(byte[] events, int number)
    {
        var at = -1;
        for (var i = 0; i < number; i++)
            at = Array.IndexOf(events, (byte)'\n', at + 1);
        return at + number;
    }
}
