using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;
using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Errors;

public sealed class NotStreamedTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Fact]
    [Trait("case", "ER04")]
    public async Task Whole_json_instead_of_a_stream_is_not_streamed()
    {
        var json = Completion("hello world", 5, 2);
        using var played = await simulator.OnceAsync($"play({Literal(json)}@500); content-type(application/json)");
        var request = played.Request;
        Expect.Outcome("not_streamed", request);
        Assert.Null(request.TtftMs);
        Assert.Null(request.TtfcMs);
        Expect.Near(played.Log.EndMs, request.E2eMs);
        Assert.Equal(2, request.OutputTokens);
        Assert.Equal(5, request.PromptTokens);
        Assert.Equal(0, played.File.Summary.Metric("ttft_ms").N);
        Assert.Equal(1, played.File.Summary.Metric("e2e_ms").N);
        var said = played.File.Notes.Any(n => n.GetProperty("level").GetString() == "warning")
            || played.File.Summary.Line.GetProperty("findings").GetArrayLength() > 0
            || played.Process.Stderr.Contains("not streamed", StringComparison.OrdinalIgnoreCase);
        Assert.True(said, "the run says nowhere that answers came whole although streams were asked for");
        Expect.Exit(0, played.Process);
    }

    [Fact]
    [Trait("case", "ER04")]
    public async Task Whole_json_in_other_dress_is_not_streamed()
    {
        var json = Completion("hello", 5, 2);
        using var played = await simulator.AllAsync(
        [
            JsonBody(json),
            $"play({Literal(json)})",
            Document(null, json),
            Document("text/plain", "\n  " + json + "\n"),
            $"{JsonBody(json)}; segments(7, every=200us)",
            $"play({Literal(json)}); until-close; content-type(application/json)",
        ]);
        foreach (var request in played.File.Requests)
        {
            Expect.Outcome("not_streamed", request);
            Assert.Equal(2, request.OutputTokens);
        }
    }

    [Fact]
    [Trait("case", "ER04")]
    public async Task Asked_for_as_a_whole_it_is_no_oddity_and_the_request_says_so()
    {
        using var played = await simulator.OnceAsync(JsonBody(Completion("hello", 5, 2)), "--mode", "nonstream");
        Expect.Outcome("ok", played.Request);
        Assert.Null(played.Request.TtftMs);
        Assert.False(played.Log.IsStream);
        Expect.Exit(0, played.Process);
    }

    [Fact]
    [Trait("case", "ER04")]
    public async Task Error_object_with_status_200_is_no_success()
    {
        using var played = await simulator.AllAsync(
            [JsonBody("""{"error":{"message":"boom","code":500}}"""), JsonBody("""{"object":"error","message":"boom","code":500}"""), JsonBody("{}"), JsonBody("[]")]);
        Assert.All(played.File.Requests, r => Assert.DoesNotContain(r.Outcome, new[] { "ok", "ok_empty", "not_streamed" }));
        Assert.Equal("error_inband", played.File.Requests[0].Outcome);
        Assert.Equal("error_inband", played.File.Requests[1].Outcome);
        Expect.Exit(5, played.Process);
    }

    [Fact]
    [Trait("case", "ER04")]
    public async Task Bodies_that_are_neither_stream_nor_json_are_protocol_errors()
    {
        using var played = await simulator.AllAsync(
        [
            Document("text/html", "<!DOCTYPE html><html><body>Welcome to nginx!</body></html>"),
            Document("text/plain", "hello world\n"),
            Document("application/x-ndjson", "{\"message\":{\"content\":\"a\"},\"done\":false}\n{\"message\":{\"content\":\"\"},\"done\":true}\n"),
        ]);
        Assert.All(played.File.Requests, r => Expect.Outcome("protocol_error", r));
        Expect.Exit(5, played.Process);
    }

    [Fact]
    [Trait("case", "TM10")]
    public async Task Blank_lines_before_the_json_are_neither_tokens_nor_the_answer()
    {
        using var played = await simulator.OnceAsync(
            $"play({Literal("\n")} {Literal("\n")}@200 {Literal("\r\n")}@400 {Literal(Completion("hi", 5, 1))}@600); content-type(application/json)", "--mode", "nonstream");
        var request = played.Request;
        Expect.Outcome("ok", request);
        Expect.Near(played.Log.EndMs, request.E2eMs);
        Assert.Null(request.TtftMs);
        Assert.Equal(1, request.OutputTokens);
    }

    [Fact]
    [Trait("case", "TM10")]
    public async Task Blank_lines_before_the_json_of_a_request_for_a_stream_are_not_streamed()
    {
        using var played = await simulator.OnceAsync($"play({Literal("\n\n")} {Literal(Completion("hi", 5, 1))}@300); content-type(application/json)");
        Expect.Outcome("not_streamed", played.Request);
        Expect.Near(played.Log.EndMs, played.Request.E2eMs);
    }
}
