using VllmStream.Tests.Simulator.Faults;

namespace VllmStream.Tests.Simulator;

public sealed class ProfileTests
{
    [Theory]
    [InlineData("vllm", "\nServer: uvicorn\r\n", "\"token_ids\":null")]
    [InlineData("vllm-old", "\nServer: uvicorn\r\n", "\"reasoning_content\":\"")]
    [InlineData("sglang", "\nServer: uvicorn\r\n", "\"delta\":{},\"finish_reason\":\"length\",\"logprobs\":null,\"matched_stop\":null")]
    [InlineData("llamacpp", "\nServer: llama.cpp\r\n", "\"delta\":{\"role\":\"assistant\",\"content\":null}")]
    [InlineData("tgi", "HTTP/1.1 200 OK", "data:{\"id\":")]
    [InlineData("ollama", "HTTP/1.1 200 OK", "\"delta\":{\"role\":\"assistant\",\"reasoning\":\"")]
    [InlineData("openrouter", "\nServer: cloudflare\r\n", ": OPENROUTER PROCESSING\n\n")]
    [InlineData("azure", "\nx-ms-region: ", "\"choices\":[],\"created\":0,\"model\":\"\",\"object\":\"\",\"prompt_filter_results\":")]
    [InlineData("openai", "\nopenai-processing-ms: ", "\"system_fingerprint\":\"fp_simulated\"")]
    [InlineData("buffering-gateway", "\nServer: nginx\r\n", "data: [DONE]\n\n")]
    public async Task Profile_shows_what_is_known_of_its_server(string profile, string head, string body)
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { Profile = profile, ReasoningTokens = 2, TtftBase = TimeSpan.FromMilliseconds(700) });
        var answer = await RawClient.AskAsync(simulated.BaseUrl, null);
        Assert.Contains(head, answer.Head, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(body, answer.Body, StringComparison.Ordinal);
        Assert.Contains("[DONE]\n\n", answer.Body, StringComparison.Ordinal);
        Assert.Contains("\"completion_tokens\":4}", answer.Body, StringComparison.Ordinal);
        foreach (var data in FaultRows.Events(answer).Select(item => item["data:".Length..].Trim()).Where(data => data != "[DONE]")) Simulated.Json(data);
    }

    [Theory]
    [InlineData("vllm", "{\"error\":{\"message\":")]
    [InlineData("vllm-old", "{\"object\":\"error\",\"message\":")]
    [InlineData("openrouter", "{\"error\":{\"code\":404,\"message\":")]
    public async Task Refusal_has_the_shape_of_the_server(string profile, string beginning)
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { Profile = profile });
        var answer = await RawClient.AskAsync(simulated.BaseUrl, "none", "{\"model\":\"other\",\"messages\":[]}");
        Assert.StartsWith("HTTP/1.1 404 ", answer.Text, StringComparison.Ordinal);
        Assert.Contains($"\r\n\r\n{beginning}", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Buffering_gateway_lets_nothing_out_before_the_end()
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { Profile = "buffering-gateway", TtftBase = TimeSpan.FromMilliseconds(20), InterTokenTime = TimeSpan.FromMilliseconds(50) });
        var answer = await RawClient.AskAsync(simulated.BaseUrl, null);
        Assert.True(answer.MsOf(0) >= 170, $"the first byte came after {answer.MsOf(0)} ms");
    }
}
