using VllmStream.Simulation;

namespace VllmStream.Tests.Simulator;

public sealed class MetricNameTests
{
    private static readonly SimulatorOptions Stepping = Simulated.Fast with { Steps = new StepOptions { SpecDecoding = SpecDecoding.Even(2, 0.5) } };

    [Theory]
    [InlineData("0.7.3", "gpu_cache_usage_perc cpu_cache_usage_perc gpu_prefix_cache_hit_rate num_requests_swapped time_per_output_token_seconds spec_decode_efficiency", "kv_cache_usage_perc gpu_prefix_cache_queries_total inter_token_latency_seconds spec_decode_num_drafts_total")]
    [InlineData("0.9.0", "gpu_cache_usage_perc gpu_prefix_cache_queries_total time_per_output_token_seconds spec_decode_num_drafts_total", "kv_cache_usage_perc prefix_cache_queries_total inter_token_latency_seconds num_requests_swapped")]
    [InlineData("0.10.2", "gpu_cache_usage_perc kv_cache_usage_perc gpu_prefix_cache_hits_total prefix_cache_hits_total time_per_output_token_seconds inter_token_latency_seconds", "request_time_per_output_token_seconds")]
    [InlineData("0.11.0", "kv_cache_usage_perc prefix_cache_hits_total time_per_output_token_seconds inter_token_latency_seconds request_time_per_output_token_seconds", "gpu_cache_usage_perc gpu_prefix_cache_hits_total prompt_tokens_cached_total")]
    [InlineData("0.15.0", "kv_cache_usage_perc inter_token_latency_seconds prompt_tokens_cached_total prompt_tokens_by_source_total request_prefill_kv_computed_tokens", "time_per_output_token_seconds num_requests_waiting_by_reason")]
    [InlineData("0.16.0", "num_requests_waiting_by_reason iteration_tokens_total request_params_n request_params_max_tokens request_max_num_generation_tokens cache_config_info num_preemptions_total spec_decode_num_accepted_tokens_per_pos_total", "time_per_output_token_seconds")]
    public async Task Names_are_those_of_the_release(string version, string present, string absent)
    {
        await using var simulated = await Simulated.StartAsync(Stepping with { VllmVersion = version });
        var page = await MetricsPageText.ReadAsync(simulated);
        Assert.All(present.Split(' '), name => Assert.True(page.Has(name), name));
        Assert.All(absent.Split(' '), name => Assert.False(page.Has(name), name));
        Assert.Equal(page.Families.Count, page.Families.Distinct().Count());
        Assert.Equal($"{{\"version\":\"{version}\"}}", await simulated.Client.GetStringAsync("version", Simulated.Cancellation));
    }

    [Fact]
    public async Task Engine_with_timers_states_nothing_of_a_cache_it_does_not_have()
    {
        await using var simulated = await Simulated.StartAsync();
        var page = await MetricsPageText.ReadAsync(simulated);
        Assert.DoesNotContain(page.Families, name => name.Contains("cache", StringComparison.Ordinal) || name.Contains("preempt", StringComparison.Ordinal) || name.Contains("iteration", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Load_shows_who_runs_and_who_waits()
    {
        await using var simulated = await Simulated.StartAsync(Stepping with { Steps = Stepping.Steps! with { BaseUs = 50_000, MaxNumSeqs = 2 } });
        var responses = new List<HttpResponseMessage>();
        for (var i = 0; i < 5; i++) responses.Add(await simulated.SendAsync("v1/completions", "{\"prompt\":[1,2,3],\"stream\":true,\"ignore_eos\":true,\"max_tokens\":9999}"));
        await Simulated.UntilAsync(async () =>
        {
            var page = await MetricsPageText.ReadAsync(simulated);
            return (page.Value("num_requests_running"), page.Value("num_requests_waiting")) == (2, 3) && page.Value("kv_cache_usage_perc") > 0;
        });
        responses.ForEach(response => response.Dispose());
        await Simulated.UntilAsync(async () =>
        {
            var page = await MetricsPageText.ReadAsync(simulated);
            return (page.Value("num_requests_running"), page.Value("num_requests_waiting"), page.Value("kv_cache_usage_perc")) == (0, 0, 0);
        });
        Assert.Equal(5, (await MetricsPageText.ReadAsync(simulated)).Value("request_success_total", "finished_reason=\"abort\""));
    }

    [Theory]
    [InlineData("0.11", 0, 11, 0)]
    [InlineData("v0.10.2", 0, 10, 2)]
    [InlineData("1.2.3", 1, 2, 3)]
    public void Release_is_read(string text, int major, int minor, int patch)
    {
        Assert.True(VllmRelease.TryParse(text, out var release));
        Assert.Equal(new VllmRelease(major, minor, patch), release);
    }

    [Theory]
    [InlineData("")]
    [InlineData("11")]
    [InlineData("0.11.0.1")]
    [InlineData("0.x")]
    [InlineData("0.-1")]
    public void What_is_no_release_is_not_read(string text) => Assert.False(VllmRelease.TryParse(text, out _));
}
