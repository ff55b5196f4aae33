namespace VllmStream.Tests.EndToEnd.Framing;

[Trait("case", "FR09")]
public sealed class ByteOrderMarkTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Fact]
    public async Task Stream_behind_a_mark_keeps_its_first_token()
    {
        using var played = await simulator.OnceAsync("play(C(a)@200 C(b)@400 tail(2)@420); bom");
        Expect.Ok(played.Request, tokens: 2, tokenEvents: 2);
        Expect.Ttft(played, step: 0);
    }

    [Fact]
    public async Task Mark_cut_by_reads_or_before_crlf_is_still_a_mark()
    {
        using var played = await simulator.AllAsync([.. new[] { 1, 2, 3, 4 }.Select(n => $"play(C(a) C(b) tail(2)); bom; line-ends(crlf); segments({n}, every=100us)")]);
        foreach (var request in played.File.Requests)
            Expect.Ok(request, tokens: 2, tokenEvents: 2);
    }
}
