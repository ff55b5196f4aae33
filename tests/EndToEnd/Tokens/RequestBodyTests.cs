using System.Text.Json;
using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Tokens;

[Trait("case", "request")]
[Trait("transport", "any")]
public sealed class RequestBodyTests
{
    [Fact]
    public async Task Chat_request_asks_for_a_stream_with_usage()
    {
        using var played = await Play.OnceAsync(Reply.Chat(5, 1, 2), "--osl", "77", "--prompt", "What is autoscaling?", "--reuse-prompts");
        var request = played.Log.Request;
        Assert.Equal("/v1/chat/completions", request.Target);
        Assert.StartsWith("application/json", request.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal($"127.0.0.1:{played.Server.Port}", request.Header("Host"));
        Assert.Null(request.Header("Authorization"));
        var body = request.Json();
        Assert.Equal("m", body.GetProperty("model").GetString());
        Assert.True(body.GetProperty("stream").GetBoolean());
        Assert.True(body.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
        Assert.Equal(77, body.GetProperty("max_tokens").GetInt32());
        Assert.Equal("What is autoscaling?", body.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString());
        Assert.False(body.TryGetProperty("temperature", out _));
    }

    [Fact]
    public async Task Options_of_the_workload_reach_the_server()
    {
        using var played = await Play.OnceAsync(
            Reply.Chat(5, 1, 2), "--temperature", "0.25", "--top-p", "0.9", "--ignore-eos", "--extra-body", """{"priority":3,"vllm_xargs":{"a":[1]}}""", "-H", "X-Client-Name: e2e");
        var body = played.Log.Request.Json();
        Assert.Equal(0.25, body.GetProperty("temperature").GetDouble());
        Assert.Equal(0.9, body.GetProperty("top_p").GetDouble());
        Assert.True(body.GetProperty("ignore_eos").GetBoolean());
        Assert.Equal(3, body.GetProperty("priority").GetInt32());
        Assert.Equal("""{"a":[1]}""", body.GetProperty("vllm_xargs").GetRawText());
        Assert.Equal("e2e", played.Log.Request.Header("X-Client-Name"));
    }

    [Fact]
    public async Task Completions_request_has_a_prompt_and_its_stream_is_read()
    {
        using var played = await Play.OnceAsync(Reply.Sse().At(100, T("once")).At(150, T("")).At(200, T(" upon")).At(220, T("", "length"), U(4, 3), D()), "--endpoint", "completions");
        Assert.Equal("/v1/completions", played.Log.Request.Target);
        Assert.Equal(JsonValueKind.String, played.Log.Request.Json().GetProperty("prompt").ValueKind);
        Assert.False(played.Log.Request.Json().TryGetProperty("messages", out _));
        Expect.Outcome("ok", played.Request);
        Assert.Equal(3, played.Request.OutputTokens);
        Expect.Ttft(played, step: 0);
        Assert.Equal("completions", played.Request.Endpoint);
    }

    [Theory]
    [InlineData("--api-key-env", "MY_KEY")]
    [InlineData("--api-key", "k-123456789")]
    [InlineData("--api-key-file", "key.txt")]
    public async Task Key_from_any_place_is_sent_as_bearer(string option, string value)
    {
        using var server = ScriptedServer.Start(Reply.Chat(5, 1, 2));
        using var folder = new TempFolder();
        folder.Write("key.txt", "k-123456789\n");
        var result = await Vllmstream.RunAsync(folder, ["run", server.Url, "-c", "1", "-n", "1", option, value, .. Play.Quiet], environment: ("MY_KEY", "k-123456789"));
        Expect.Exit(0, result);
        Assert.Equal("Bearer k-123456789", server.Posts[0].Request.Header("Authorization"));
    }

    [Fact]
    public async Task Key_of_vllm_goes_before_that_of_openai()
    {
        (string, string)[] both = [("VLLM_API_KEY", "k-vllm-111111"), ("OPENAI_API_KEY", "k-openai-222222")];
        using var played = await Play.RunAsync(r => r.IsPost ? Reply.Chat(5, 1, 2) : null, ["-c", "1", "-n", "1"], environment: both);
        Assert.Equal("Bearer k-vllm-111111", played.Log.Request.Header("Authorization"));
        using var second = await Play.RunAsync(r => r.IsPost ? Reply.Chat(5, 1, 2) : null, ["-c", "1", "-n", "1"], environment: both[1]);
        Assert.Equal("Bearer k-openai-222222", second.Log.Request.Header("Authorization"));
    }
}
