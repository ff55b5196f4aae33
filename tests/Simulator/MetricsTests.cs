namespace VllmStream.Tests.Simulator;

public sealed class MetricsTests
{
    private const string Labels = "engine=\"0\",model_name=\"sim/llama-8b\"";

    [Fact]
    public async Task Counters_equal_what_was_sent()
    {
        await using var simulated = await Simulated.StartAsync();
        await simulated.AnswerAsync("v1/completions", "{\"prompt\":[1,2,3],\"max_tokens\":4}");
        await simulated.StreamAsync("v1/completions", "{\"prompt\":[1,2,3,4,5],\"stream\":true}");
        await simulated.StreamAsync("v1/completions", "{\"prompt\":[1,2],\"n\":2,\"max_tokens\":5,\"ignore_eos\":true,\"stream\":true}");

        // Each of n choices is a request of its own to the engine, prompt included.
        Assert.Equal(3 + 5 + 2 * 2, await Value(simulated, "prompt_tokens_total"));
        Assert.Equal(4 + 6 + 2 * 5, await Value(simulated, "generation_tokens_total"));
        Assert.Equal(3, await Value(simulated, "request_success_total", "finished_reason=\"length\""));
        Assert.Equal(1, await Value(simulated, "request_success_total", "finished_reason=\"stop\""));
        Assert.Equal(4, await Value(simulated, "time_to_first_token_seconds_count"));
        Assert.Equal(3 + 5 + 2 * 4, await Value(simulated, "inter_token_latency_seconds_count"));
        Assert.Equal(4, await Value(simulated, "e2e_request_latency_seconds_count"));
        Assert.Equal(4, await Value(simulated, "e2e_request_latency_seconds_bucket", "le=\"+Inf\""));
        Assert.Equal(0, await Value(simulated, "num_requests_running"));
        Assert.True(await Value(simulated, "time_to_first_token_seconds_sum") >= 4 * 0.005);
    }

    [Fact]
    public async Task Client_that_leaves_is_counted_as_abort_and_no_longer_running()
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { TtftBase = TimeSpan.FromHours(1) });
        var response = await simulated.SendAsync("v1/completions", "{\"prompt\":\"a\",\"stream\":true}");
        Assert.Equal(1, await Value(simulated, "num_requests_running"));
        response.Dispose();
        await Simulated.UntilAsync(async () => await Value(simulated, "num_requests_running") == 0);
        Assert.Equal(1, await Value(simulated, "request_success_total", "finished_reason=\"abort\""));
        Assert.Equal(0, await Value(simulated, "generation_tokens_total"));
    }

    private static Task<double> Value(Simulated simulated, string name, string? label = null) =>
        simulated.MetricAsync($"vllm:{name}{{{Labels}{(label is null ? "" : "," + label)}}}");
}
