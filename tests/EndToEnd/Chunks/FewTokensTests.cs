using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;
using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Chunks;

public sealed class FewTokensTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Theory]
    [Trait("case", "CH20")]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Empty_answer_is_ok_empty_without_ttft(int completionTokens)
    {
        using var played = await simulator.OnceAsync($"play(R@30 F@260 U(5,{completionTokens}) D)");
        var request = played.Request;
        Expect.Outcome("ok_empty", request);
        Assert.Null(request.TtftMs);
        Assert.Null(request.TtfcMs);
        Assert.Null(request.TpotMs);
        Assert.Null(request.FirstTokenMs);
        Expect.Near(played.Log.EndMs, request.E2eMs);
        var ttft = played.File.Summary.Metric("ttft_ms");
        Assert.Equal(0, ttft.N);
        Assert.Null(ttft.P50);
        Assert.Null(ttft.Mean);
        Assert.Null(ttft.Min);
        Assert.Equal(1, played.File.Summary.Metric("e2e_ms").N);
        Expect.Exit(0, played.Process);
    }

    [Fact]
    [Trait("case", "CH22")]
    public async Task One_token_has_ttft_and_neither_tpot_nor_rate()
    {
        using var played = await simulator.OnceAsync("play(R C(a)@200 F(length)@230 U(5,1) D)", "--record", "gaps");
        var request = played.Request;
        Expect.Ok(request, tokens: 1, tokenEvents: 1);
        Expect.Ttft(played, step: 1);
        Assert.Null(request.TpotMs);
        Assert.Null(request.TokensPerS);
        Assert.Null(request.ItlP50Ms);
        Assert.Null(request.MaxGapMs);
        Assert.Empty(request.GapsMs);
        Assert.Equal(0, played.File.Summary.Metric("tpot_ms").N);
        Assert.Equal(0, played.File.Summary.Metric("itl_ms").N);
        Expect.Exit(0, played.Process);
    }

    [Fact]
    [Trait("case", "CH25")]
    public async Task Whole_answer_in_one_chunk_has_no_rate()
    {
        var words = string.Join(' ', Enumerable.Range(0, 200).Select(i => "word" + i));
        using var played = await simulator.OnceAsync($"play(R@600 C({words}) F U(5,260) D); delay(590ms)");
        var request = played.Request;
        Expect.Ok(request, tokens: 260, tokenEvents: 1);
        Expect.Ttft(played, step: 1);
        Expect.Time(request.TtftMs!.Value, request.E2eMs, 30);
        Assert.Null(request.TokensPerS);
        Assert.Null(request.TpotMs);
        Assert.NotEqual("streamed", request.StreamShape);
    }

    [Fact]
    [Trait("case", "CH22")]
    public async Task Numbers_of_odd_answers_are_never_negative()
    {
        using var played = await simulator.AllAsync(
        [
            Chat(20, 5, 3), "play(R F U(5,0) D)", "play(R C(a) tail(1))", "empty", "play(D)",
            "play(E(x))", JsonBody(Completion("a", 5, 1)), Document("text/html", "<html>", 502), "cut(rst, place=before-head)",
        ]);
        Assert.Equal(9, played.File.Requests.Count);
        foreach (var line in played.File.Lines.Where(l => l.GetProperty("type").GetString() is "request" or "interval" or "summary"))
            AssertNoNegative(line, line.GetRawText());
    }

    private static void AssertNoNegative(System.Text.Json.JsonElement element, string line)
    {
        switch (element.ValueKind)
        {
            case System.Text.Json.JsonValueKind.Number:
                Assert.True(element.GetDouble() >= 0, line);
                break;
            case System.Text.Json.JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                    AssertNoNegative(property.Value, line);
                break;
            case System.Text.Json.JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    AssertNoNegative(item, line);
                break;
        }
    }
}
