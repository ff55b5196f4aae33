using System.Net;
using VllmStream.Simulation;

namespace VllmStream.Tests.Simulator;

public sealed class ServerTests
{
    private const string Chat = "v1/chat/completions";

    [Fact]
    public async Task Health_version_and_models_answer_as_vllm_does()
    {
        await using var simulated = await Simulated.StartAsync();
        using var health = await simulated.Client.GetAsync("health", Simulated.Cancellation);
        Assert.Equal((HttpStatusCode.OK, 0L), (health.StatusCode, health.Content.Headers.ContentLength));
        Assert.Equal("{\"version\":\"0.11.0\"}", await simulated.Client.GetStringAsync("version", Simulated.Cancellation));
        var model = Simulated.Json(await simulated.Client.GetStringAsync("v1/models", Simulated.Cancellation)).GetProperty("data")[0];
        Assert.Equal("sim/llama-8b", model.GetProperty("id").GetString());
        Assert.Equal(32768, model.GetProperty("max_model_len").GetInt32());
    }

    [Fact]
    public async Task Stream_headers_are_those_of_uvicorn_and_echo_the_request_id()
    {
        await using var simulated = await Simulated.StartAsync();
        using var response = await simulated.SendAsync(Chat, Body(3), "my-id");
        Assert.Equal("text/event-stream; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.True(response.Headers.TransferEncodingChunked);
        Assert.Equal("uvicorn", response.Headers.Server.ToString());
        Assert.Equal(["my-id"], response.Headers.GetValues("X-Request-Id"));
    }

    [Fact]
    public async Task Stream_headers_arrive_before_the_first_token_is_due()
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { TtftBase = TimeSpan.FromHours(1) });
        using var response = await simulated.SendAsync(Chat, Body(3));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Stop_with_open_streams_cuts_them_and_returns()
    {
        var simulated = await Simulated.StartAsync(Simulated.Fast with { TtftBase = TimeSpan.FromHours(1) });
        using var response = await simulated.SendAsync(Chat, Body(3));
        var reading = response.Content.ReadAsStringAsync(Simulated.Cancellation);
        await simulated.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Simulated.Cancellation);
        await Assert.ThrowsAnyAsync<Exception>(() => reading);
    }

    [Fact]
    public async Task Connection_is_kept_for_the_next_request()
    {
        await using var simulated = await Simulated.StartAsync();
        for (var i = 0; i < 5; i++) Assert.Equal("[DONE]", (await simulated.StreamAsync(Chat, Body(3)))[^1]);
    }

    [Fact]
    public async Task Hundred_parallel_streams_all_complete()
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { InterTokenTime = TimeSpan.FromMilliseconds(20) });
        var streams = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => simulated.StreamAsync(Chat, Body(20))));
        // A role chunk, 20 tokens, usage, [DONE].
        Assert.All(streams, events => Assert.Equal(23, events.Count));
    }

    [Theory]
    [InlineData(-1, "127.0.0.1", 0)]
    [InlineData(0, "not an address", 0)]
    [InlineData(0, "127.0.0.1", -1)]
    public async Task Wrong_option_is_one_readable_line(int port, string host, double jitter)
    {
        var options = new SimulatorOptions { Port = port, Host = host, Jitter = jitter };
        var error = await Assert.ThrowsAsync<ArgumentException>(() => SimulatorServer.StartAsync(options, Simulated.Cancellation));
        Assert.StartsWith(options.Problem()!, error.Message);
    }

    [Fact]
    public void Options_as_text_do_not_show_the_key() =>
        Assert.DoesNotContain("hush", new SimulatorOptions { ApiKey = "hush" }.ToString(), StringComparison.Ordinal);

    private static string Body(int tokens) =>
        "{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],\"stream\":true,\"ignore_eos\":true,\"stream_options\":{\"include_usage\":true},\"max_tokens\":" + tokens + "}";
}
