using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;
using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Chunks;

public sealed class FinishAndUsageTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Fact]
    [Trait("case", "CH08")]
    public async Task Usage_only_chunk_is_read_and_no_token_mark()
    {
        using var played = await simulator.OnceAsync($"play(R C(a)@150 C(b)@250 F@270 {Literal(U(17, 2, cached: 16))}@600 D@650)");
        var request = played.Request;
        Expect.Ok(request, tokens: 2, tokenEvents: 2);
        Assert.Equal(17, request.PromptTokens);
        Assert.Equal(16, request.CachedTokens);
        Assert.StartsWith("usage", request.TokenSource, StringComparison.Ordinal);
        Expect.Near(played.Log.SentMs(2), request.SinceSent("last_token_ms"));
        Expect.Near(played.Log.EndMs, request.E2eMs);
        Expect.Gap(played.Log, 1, 2, request.TpotMs);
    }

    [Fact]
    [Trait("case", "CH08")]
    public async Task Usage_in_other_places_is_read()
    {
        var onFinish = Delta("{}", "stop", usage: UsageJson(5, 2));
        var onLastToken = Delta("""{"content":"b"}""", "stop", usage: UsageJson(5, 2));
        var withNulls = Data("""{"id":"c1","choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7,"prompt_tokens_details":null,"completion_tokens_details":null}}""");
        var nullChoices = Data("""{"usage":{"completion_tokens":2,"prompt_tokens":5,"total_tokens":7},"choices":null}""");
        using var played = await simulator.AllAsync(
        [
            $"play(R C(a) C(b) {Literal(onFinish)} D)",
            $"play(R C(a) {Literal(onLastToken)} D)",
            $"play(R C(a) C(b) F {Literal(withNulls)} D)",
            $"play(R C(a) C(b) F {Literal(nullChoices)} D)",
            "play(R C(a) C(b) U(5,2) F D)",
        ]);
        foreach (var request in played.File.Requests)
        {
            Expect.Ok(request, tokens: 2, tokenEvents: 2);
            Assert.Equal(5, request.PromptTokens);
            Assert.Null(request.CachedTokens);
        }
    }

    [Fact]
    [Trait("case", "CH08")]
    public async Task Usage_of_null_is_no_usage()
    {
        var role = Delta("""{"role":"assistant","content":""}""", usage: "null");
        var chunk = Delta("""{"content":"a"}""", usage: "null");
        using var played = await simulator.OnceAsync($"play({Literal(role)} {Literal(chunk)}*2 F D)");
        var request = played.Request;
        Expect.Outcome("ok", request);
        Assert.Equal(2, request.TokenEvents);
        Assert.Null(request.PromptTokens);
        Assert.DoesNotContain("usage", request.TokenSource ?? "", StringComparison.Ordinal);
    }

    public static TheoryData<string> FinishDeltas { get; } =
    [
        "{}",
        """{"content":""}""",
        """{"content":null}""",
        """{"role":null,"content":null,"tool_calls":null}""",
    ];

    [Theory]
    [Trait("case", "CH10")]
    [MemberData(nameof(FinishDeltas))]
    public async Task Finish_chunk_is_no_token_mark(string delta)
    {
        var row = await simulator.RowAsync(FinishDeltas, value => $"play(R C(a)@100 C(b)@200 {Literal(Delta(value, "stop"))}@500 U(5,2) D)", delta);
        Expect.Ok(row.Request, tokens: 2, tokenEvents: 2);
        Expect.Near(row.Log.SentMs(2), row.Request.SinceSent("last_token_ms"));
        Assert.Equal(["stop"], row.Request.FinishReasons);
    }

    [Fact]
    [Trait("case", "CH10")]
    public async Task Finish_chunk_with_text_is_a_token()
    {
        using var played = await simulator.OnceAsync($"play(R C(a)@100 {Literal(Delta("""{"content":"b"}""", "length"))}@300 U(5,2) D)");
        Expect.Ok(played.Request, tokens: 2, tokenEvents: 2);
        Expect.Near(played.Log.SentMs(2), played.Request.SinceSent("last_token_ms"));
    }

    [Fact]
    [Trait("case", "CH10")]
    public async Task Text_after_the_finish_is_warned_of()
    {
        using var played = await simulator.OnceAsync("play(R C(a) F C(b) U(5,2) D)");
        Expect.Outcome("ok", played.Request);
        Expect.Warned("content_after_finish", played.Request);
    }

    [Fact]
    [Trait("case", "CH10")]
    public async Task Event_of_broken_json_is_warned_of_and_the_rest_counted()
    {
        using var played = await simulator.OnceAsync("""play(R C(a) json("{\"choices\":[{") json(hello) C(b) tail(2))""");
        Expect.Ok(played.Request, tokens: 2, tokenEvents: 2);
        Expect.Warned("malformed_event", played.Request);
    }
}
