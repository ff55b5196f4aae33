namespace VllmStream.Simulation;

/// <summary>
/// The text of /metrics: everything vLLM's exporter has that this model can state, under the names of a release. A release in
/// between two names has both, as vLLM had.
/// </summary>
/// <remarks>Called from any thread.</remarks>
internal sealed class MetricsPage(string model, VllmRelease release, ServerMetrics metrics, IEngine engine)
{
    private const string Gauge = "gauge";
    private const string Counter = "counter";

    public string Text()
    {
        var text = new PrometheusText(model);
        var state = engine.State;
        WriteLoad(text, state);
        if (state is not null) WriteCache(text, state);
        WriteTokens(text, state);
        WriteLatencies(text);
        if (state is { AcceptedAt.Count: > 0 }) WriteDrafts(text, state);
        return text.ToString();
    }

    private void WriteLoad(PrometheusText text, EngineState? state)
    {
        // Timers make nobody wait, so without steps the queue is truly empty.
        var waiting = state?.Waiting ?? 0;
        text.Single("vllm:num_requests_running", Gauge, "Number of requests in model execution batches.", state?.Running ?? metrics.Running);
        text.Single("vllm:num_requests_waiting", Gauge, "Number of requests waiting to be processed.", waiting);
        if (release.IsFrom(16))
        {
            text.Head("vllm:num_requests_waiting_by_reason", Gauge, "Number of waiting requests by reason.");
            text.Sample("vllm:num_requests_waiting_by_reason", waiting, "reason", "capacity");
            text.Sample("vllm:num_requests_waiting_by_reason", 0, "reason", "deferred");
        }

        if (!release.IsFrom(8)) text.Single("vllm:num_requests_swapped", Gauge, "Number of requests swapped to CPU.", 0);
    }

    private void WriteCache(PrometheusText text, EngineState state)
    {
        if (!release.IsFrom(11)) text.Single("vllm:gpu_cache_usage_perc", Gauge, "GPU KV-cache usage. 1 means 100 percent usage.", state.KvUsage);
        if (release.IsFrom(10)) text.Single("vllm:kv_cache_usage_perc", Gauge, "KV-cache usage. 1 means 100 percent usage.", state.KvUsage);
        if (!release.IsFrom(8))
        {
            text.Single("vllm:cpu_cache_usage_perc", Gauge, "CPU KV-cache usage. 1 means 100 percent usage.", 0);
            text.Single("vllm:gpu_prefix_cache_hit_rate", Gauge, "GPU prefix cache block hit rate.", state.PrefixQueries == 0 ? 0 : (double)state.PrefixHits / state.PrefixQueries);
        }
        else
        {
            if (!release.IsFrom(11)) WritePrefixes(text, "vllm:gpu_prefix_cache", state);
            if (release.IsFrom(10)) WritePrefixes(text, "vllm:prefix_cache", state);
        }

        text.Single("vllm:num_preemptions_total", Counter, "Cumulative number of preemption from the engine.", state.Preemptions);
        text.Head("vllm:cache_config_info", Gauge, "Information of the LLMEngine CacheConfig");
        text.Info("vllm:cache_config_info", $"block_size=\"{KvCache.BlockTokens}\",enable_prefix_caching=\"True\",num_gpu_blocks=\"{state.KvBlocks}\"");
    }

    private static void WritePrefixes(PrometheusText text, string name, EngineState state)
    {
        text.Single(name + "_queries_total", Counter, "Prefix cache queries, in terms of number of queried tokens.", state.PrefixQueries);
        text.Single(name + "_hits_total", Counter, "Prefix cache hits, in terms of number of cached tokens.", state.PrefixHits);
    }

    private void WriteTokens(PrometheusText text, EngineState? state)
    {
        text.Single("vllm:prompt_tokens_total", Counter, "Number of prefill tokens processed.", metrics.PromptTokens);
        if (release.IsFrom(15) && state is not null)
        {
            text.Single("vllm:prompt_tokens_cached_total", Counter, "Number of cached prompt tokens.", metrics.CachedTokens);
            text.Head("vllm:prompt_tokens_by_source_total", Counter, "Number of prompt tokens by source.");
            text.Sample("vllm:prompt_tokens_by_source_total", metrics.PromptTokens - metrics.CachedTokens, "source", "local_compute");
            text.Sample("vllm:prompt_tokens_by_source_total", metrics.CachedTokens, "source", "local_cache_hit");
            text.Sample("vllm:prompt_tokens_by_source_total", 0, "source", "external_kv_transfer");
        }

        text.Single("vllm:generation_tokens_total", Counter, "Number of generation tokens processed.", metrics.GenerationTokens);
        text.Head("vllm:request_success_total", Counter, "Count of successfully processed requests.");
        for (var reason = FinishReason.Stop; reason <= FinishReason.Abort; reason++)
            text.Sample("vllm:request_success_total", metrics.FinishedBy(reason), "finished_reason", reason.Label());
        text.Distribution("vllm:request_prompt_tokens", "Number of prefill tokens processed.", metrics.PromptLength);
        text.Distribution("vllm:request_generation_tokens", "Number of generation tokens processed.", metrics.GenerationLength);
        if (state is not null) text.Distribution("vllm:iteration_tokens_total", "Histogram of number of tokens per engine_step.", state.IterationTokens);
        text.Distribution("vllm:request_max_num_generation_tokens", "Histogram of maximum number of requested generation tokens.", metrics.MaxGenerationLength);
        text.Distribution("vllm:request_params_n", "Histogram of the n request parameter.", metrics.ChoicesParameter);
        text.Distribution("vllm:request_params_max_tokens", "Histogram of the max_tokens request parameter.", metrics.MaxTokensParameter);
        if (release.IsFrom(12) && state is not null)
            text.Distribution("vllm:request_prefill_kv_computed_tokens", "Histogram of new KV tokens computed during prefill (excluding cached tokens).", metrics.ComputedPromptLength);
    }

    private void WriteLatencies(PrometheusText text)
    {
        text.Distribution("vllm:time_to_first_token_seconds", "Histogram of time to first token in seconds.", metrics.TimeToFirstToken);
        if (!release.IsFrom(15)) text.Distribution("vllm:time_per_output_token_seconds", "Histogram of time per output token in seconds.", metrics.InterTokenLatency);
        if (release.IsFrom(10, 2)) text.Distribution("vllm:inter_token_latency_seconds", "Histogram of inter-token latency in seconds.", metrics.InterTokenLatency);
        if (release.IsFrom(11)) text.Distribution("vllm:request_time_per_output_token_seconds", "Histogram of time_per_output_token_seconds per request.", metrics.TimePerOutputToken);
        text.Distribution("vllm:e2e_request_latency_seconds", "Histogram of e2e request latency in seconds.", metrics.EndToEnd);
        text.Distribution("vllm:request_queue_time_seconds", "Histogram of time spent in WAITING phase for request.", metrics.Queue);
        text.Distribution("vllm:request_inference_time_seconds", "Histogram of time spent in RUNNING phase for request.", metrics.Inference);
        text.Distribution("vllm:request_prefill_time_seconds", "Histogram of time spent in PREFILL phase for request.", metrics.Prefill);
        text.Distribution("vllm:request_decode_time_seconds", "Histogram of time spent in DECODE phase for request.", metrics.Decode);
    }

    private void WriteDrafts(PrometheusText text, EngineState state)
    {
        var accepted = state.AcceptedAt.Sum();
        if (!release.IsFrom(8))
        {
            text.Single("vllm:spec_decode_draft_acceptance_rate", Gauge, "Speculative token acceptance rate.", state.DraftTokens == 0 ? 0 : (double)accepted / state.DraftTokens);
            text.Single("vllm:spec_decode_efficiency", Gauge, "Speculative decoding system efficiency.", state.DraftTokens == 0 ? 0 : (double)(accepted + state.Drafts) / (state.DraftTokens + state.Drafts));
        }
        else
        {
            text.Single("vllm:spec_decode_num_drafts_total", Counter, "Number of spec decoding drafts.", state.Drafts);
        }

        text.Single("vllm:spec_decode_num_draft_tokens_total", Counter, "Number of draft tokens.", state.DraftTokens);
        text.Single("vllm:spec_decode_num_accepted_tokens_total", Counter, "Number of accepted tokens.", accepted);
        if (!release.IsFrom(8)) return;
        text.Head("vllm:spec_decode_num_accepted_tokens_per_pos_total", Counter, "Accepted tokens per draft position.");
        for (var i = 0; i < state.AcceptedAt.Count; i++)
            text.Sample("vllm:spec_decode_num_accepted_tokens_per_pos_total", state.AcceptedAt[i], "position", PrometheusText.Whole(i));
    }
}
