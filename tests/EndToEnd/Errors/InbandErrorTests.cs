using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;
using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Errors;

[Trait("case", "ER01")]
public sealed class InbandErrorTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Fact]
    public async Task Error_as_first_event_is_no_success_and_in_no_statistic()
    {
        using var played = await simulator.OnceAsync("play(E(TimeoutError)@300 D)");
        var request = played.Request;
        Expect.Outcome("error_inband", request);
        Assert.Equal(200, request.HttpStatus);
        Assert.Contains("TimeoutError", request.ErrorMessage, StringComparison.Ordinal);
        Assert.Null(request.TtftMs);
        Assert.True(request.OutputTokens is null or 0);
        Assert.Equal(0, played.File.Summary.Metric("ttft_ms").N);
        Assert.Equal(0, played.File.Summary.Metric("e2e_ms").N);
        Expect.Exit(5, played.Process);
        Assert.Contains("TimeoutError", played.Process.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_in_any_shape_before_a_token_is_error_inband()
    {
        byte[][] shapes =
        [
            Join(R(), E("boom"), D()),
            E("boom"),
            Join(R(), Data("""{"object":"error","message":"boom","type":"InternalServerError","param":null,"code":500}"""), D()),
            Join(Data("""{"error":"boom"}"""), D()),
            Utf8("event: error\ndata: {\"error\":{\"message\":\"boom\"}}\n\n"),
            Data("""{"id":"x","choices":[],"error":{"code":502,"message":"boom"}}"""),
            Data("""{"error":{"message":"boom","type":"None","param":"None","code":"500"}}"""),
        ];
        using var played = await simulator.AllAsync([.. shapes.Select(shape => $"play({Literal(shape)})")]);
        foreach (var request in played.File.Requests)
        {
            Expect.Outcome("error_inband", request);
            Assert.Contains("boom", request.ErrorMessage, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Error_after_a_token_is_partial_with_its_marks_kept()
    {
        var withFinish = Data("""{"id":"c1","error":{"code":502,"message":"boom"},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}""");
        using var played = await simulator.AllAsync(
        [
            "play(R C(a)@100 C(b)@200 E(boom)@250 D)",
            $"play(R C(a) C(b) {Literal(withFinish)} D)",
            "play(R C(a) C(b) E(boom))",
        ]);
        foreach (var request in played.File.Requests)
        {
            Expect.Outcome("error_inband_partial", request);
            Assert.Equal(2, request.TokenEvents);
            Assert.NotNull(request.FirstTokenMs);
            Assert.Contains("boom", request.ErrorMessage, StringComparison.Ordinal);
        }
        Assert.Equal(0, played.File.Summary.Metric("ttft_ms").N);
        Expect.Exit(5, played.Process);
    }

    [Fact]
    public async Task Null_or_empty_error_field_is_no_error()
    {
        var chunk = Data("""{"id":"c1","error":null,"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}]}""");
        using var played = await simulator.OnceAsync($"play(R {Literal(chunk)} tail(1))");
        Expect.Ok(played.Request, tokens: 1, tokenEvents: 1);
    }

    [Fact]
    public async Task Text_about_an_error_is_a_token()
    {
        using var played = await simulator.OnceAsync("""play(R C("{\"error\":{\"message\":\"no\"}}") tail(1))""");
        Expect.Ok(played.Request, tokens: 1, tokenEvents: 1);
    }

    [Fact]
    public async Task One_failure_among_successes_changes_no_exit_code()
    {
        using var played = await simulator.AllAsync([Chat(10, 5, 3), "play(E(boom) D)", Chat(10, 5, 3)]);
        Expect.Exit(0, played.Process);
        Assert.Equal(2, played.File.Summary.Metric("ttft_ms").N);
        Assert.Equal(3, played.File.Summary.Finished);
    }
}
