using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.Endpoints;

/// <summary>APIs beside chat and completions: what is sent, and what their answers are called.</summary>
/// <remarks>On the scripted server where nothing is generated, and so no fault acts, or the request itself is looked at.</remarks>
[Trait("transport", "any")]
public sealed class EndpointTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    private const string Vector = """{"object":"list","data":[{"index":0,"object":"embedding","embedding":[1,2,3,4]}],"model":"m","usage":{"prompt_tokens":12,"total_tokens":12}}""";

    [Fact]
    public async Task Embedding_has_its_length_and_input_tokens_and_no_ttft()
    {
        using var played = await Play.OnceAsync(Reply.Json(Vector), "--endpoint", "embeddings", "--prompt", "a passage");
        Expect.Exit(0, played.Process);
        Expect.Outcome("ok", played.Request);
        Assert.Equal("/v1/embeddings", played.Server.Log[^1].Request.Path);
        using var body = JsonDocument.Parse(played.Log.Request.Body);
        Assert.Equal("a passage", body.RootElement.GetProperty("input").GetString());
        Assert.False(body.RootElement.TryGetProperty("stream", out _));
        Assert.Null(played.Request.TtftMs);
        Assert.NotNull(played.Request.E2eMs);
        Assert.Equal(12, played.Request.PromptTokens);
        Assert.Equal((1, 4), (played.Request.Line.GetProperty("items").GetInt32(), played.Request.Line.GetProperty("dimensions").GetInt32()));
        var group = played.File.Summary.Line.GetProperty("groups").GetProperty("embeddings");
        Assert.Equal((4, 4), (group.GetProperty("dimensions_min").GetInt32(), group.GetProperty("dimensions_max").GetInt32()));
    }

    [Theory]
    [InlineData("""{"object":"list","data":[]}""", "ok_empty")]
    [InlineData("""{"object":"list","data":[{"embedding":[1,2""", "protocol_error")]
    [InlineData("""{"choices":[{"message":{"content":"no vector"}}]}""", "protocol_error")]
    [InlineData("<html>a proxy's page</html>", "protocol_error")]
    [InlineData("", "protocol_error")]
    [InlineData("""{"error":{"message":"no such model"}}""", "error_inband")]
    public async Task Embedding_that_is_none_is_no_success(string body, string outcome)
    {
        using var played = await Play.OnceAsync(Reply.Json(body), "--endpoint", "embeddings");
        Expect.Outcome(outcome, played.Request);
    }

    [Theory]
    [InlineData("rerank", "/v1/rerank", """{"results":[{"index":0,"relevance_score":0.5},{"index":1,"relevance_score":0.1}],"usage":{"total_tokens":40}}""")]
    [InlineData("score", "/v1/score", """{"object":"list","data":[{"index":0,"score":0.5},{"index":1,"score":0.1}],"usage":{"prompt_tokens":40,"total_tokens":40}}""")]
    public async Task Rerank_and_score_count_results_and_input_tokens(string endpoint, string path, string answer)
    {
        using var played = await Play.OnceAsync(Reply.Json(answer), "--endpoint", endpoint);
        Expect.Outcome("ok", played.Request);
        Assert.Equal(path, played.Server.Log[^1].Request.Path);
        Assert.Equal(2, played.Request.Line.GetProperty("items").GetInt32());
        Assert.Equal(40, played.Request.PromptTokens);
    }

    [Theory]
    [InlineData("responses", """{"id":"r","object":"response","status":"completed","error":null,"output":[{"type":"message","content":[{"type":"output_text","text":"hi you"}]}],"usage":{"input_tokens":5,"output_tokens":2,"output_tokens_details":{"reasoning_tokens":0}}}""")]
    [InlineData("messages", """{"id":"m","type":"message","role":"assistant","content":[{"type":"text","text":"hi you"}],"stop_reason":"end_turn","usage":{"input_tokens":5,"output_tokens":2}}""")]
    public async Task Whole_answer_of_a_typed_api_has_e2e_and_tokens_and_no_ttft(string endpoint, string answer)
    {
        using var played = await simulator.OnceAsync(Recipe.JsonBody(answer), "--endpoint", endpoint, "--mode", "nonstream");
        Expect.Outcome("ok", played.Request);
        Assert.Null(played.Request.TtftMs);
        Assert.Equal((5, 2), (played.Request.PromptTokens, played.Request.OutputTokens));
    }

    [Theory]
    [InlineData("responses", """{"error":null,"status":"failed","output":[]}""", "ok_empty")]
    [InlineData("responses", """{"status":"failed","error":{"code":"server_error","message":"boom"},"output":[]}""", "error_inband")]
    [InlineData("messages", """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", "error_inband")]
    [InlineData("messages", """{"data":[]}""", "protocol_error")]
    public async Task Whole_answer_of_a_typed_api_that_failed_says_so(string endpoint, string answer, string outcome)
    {
        using var played = await simulator.OnceAsync(Recipe.JsonBody(answer), "--endpoint", endpoint, "--mode", "nonstream");
        Expect.Outcome(outcome, played.Request);
    }

    [Theory]
    [InlineData("responses", "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"a\"}\n\n")]
    [InlineData("messages", "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}\n\n")]
    public async Task Stream_of_a_typed_api_that_ends_without_its_last_event_is_truncated(string endpoint, string events)
    {
        using var played = await simulator.OnceAsync($"play({Recipe.Literal(events)})", "--endpoint", endpoint);
        Expect.Outcome("truncated", played.Request);
    }

    [Fact]
    public async Task Any_path_is_a_get_with_its_timing()
    {
        using var played = await Play.RunAsync(r => r.Path == "/health" ? Reply.Document("text/plain", "fine") : null, ["-c", "1", "-n", "1", "--endpoint", "/health"]);
        Expect.Exit(0, played.Process);
        Expect.Outcome("ok", played.Request);
        Assert.Equal("GET", played.Server.Log[^1].Request.Method);
        Assert.Empty(played.Server.Log[^1].Request.Body);
        Assert.Equal("/health", played.Request.Group);
        Assert.True(played.Request.E2eMs > 0);
    }

    [Fact]
    public async Task Any_path_with_a_body_is_a_post_of_it()
    {
        using var played = await Play.OnceAsync(Reply.Document(null, "{\"ok\":true}"), "--endpoint", "/reset", "--extra-body", "{\"level\": 1}");
        Expect.Outcome("ok", played.Request);
        Assert.Equal(("/reset", "{\"level\": 1}"), (played.Server.Log[^1].Request.Path, played.Server.Log[^1].Request.Body));
    }

    [Fact]
    public async Task Any_path_that_fails_is_a_failure()
    {
        using var played = await Play.RunAsync(r => Reply.Document("text/plain", "no", 503), ["-c", "1", "-n", "1", "--endpoint", "/health"]);
        Expect.Outcome("http_error", played.Request);
        Expect.Exit(5, played.Process);
    }
}
