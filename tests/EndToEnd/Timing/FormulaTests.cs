using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Timing;

[Collection(AloneGroup.Name)]
public sealed class FormulaTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Fact]
    [Trait("case", "MT01")]
    public async Task Ttft_is_not_among_the_gaps()
    {
        using var played = await simulator.OnceAsync(Chat(1000, 10, 10), "--record", "gaps");
        Expect.Ttft(played, step: 1);
        Assert.Equal(9, played.Request.GapsMs.Count);
        var itl = played.File.Summary.Metric("itl_ms");
        Assert.Equal(9, itl.N);
        Expect.Gap(played.Log, 1, 10, itl.Mean, 1, gaps: 9);
        Assert.True(itl.Max < 500, $"{itl.Max}");
        Expect.Gap(played.Log, 1, 10, played.Request.TpotMs, 1, gaps: 9);
    }

    [Fact]
    [Trait("case", "MT02")]
    public async Task Tpot_is_a_mean_of_requests_and_gaps_are_pooled()
    {
        using var played = await simulator.AllAsync([Chat(50, 5, 200), Chat(50, 100, 10)]);
        var tpot = played.File.Summary.Metric("tpot_ms");
        Assert.Equal(2, tpot.N);
        Expect.Time((5 + 100) / 2.0, tpot.Mean, 2, gaps: 15);
        var itl = played.File.Summary.Metric("itl_ms");
        Assert.Equal(199 + 9, itl.N);
        Expect.Time((199 * 5 + 9 * 100) / 208.0, itl.Mean, 1, gaps: 100);
        Assert.Null(tpot.P99);
        Assert.NotNull(itl.P99);
        Assert.Null(itl.P999);
    }

    [Fact]
    [Trait("case", "MT03")]
    public async Task Figures_of_a_record_follow_from_its_marks()
    {
        using var played = await simulator.RunAsync([Chat(60, 20, 6)], ["-c", "3", "-n", "12"]);
        foreach (var r in played.File.Requests)
        {
            Expect.Ok(r, tokens: 6, tokenEvents: 6);
            Expect.Within(r.FirstTokenMs!.Value - r.SentMs!.Value, r.TtftMs, 0.01);
            Expect.Within(r.FirstVisibleMs!.Value - r.SentMs!.Value, r.TtfcMs, 0.01);
            Expect.Within(r.EndMs!.Value - r.SentMs!.Value, r.E2eMs, 0.01);
            Expect.Within(r.SentMs!.Value, r.WaitMs, 0.01);
            Expect.Within((r.LastTokenMs!.Value - r.FirstTokenMs.Value) / 5, r.TpotMs, 0.01);
            Expect.Within(5000 / (r.LastTokenMs.Value - r.FirstTokenMs.Value), r.TokensPerS, 0.5);
            double?[] order = [0, r.SentMs, r.HeadersMs, r.FirstByteMs, r.FirstEventMs, r.FirstTokenMs, r.LastTokenMs, r.EndMs];
            Assert.Equal(order.Order(), order);
        }
    }
}
