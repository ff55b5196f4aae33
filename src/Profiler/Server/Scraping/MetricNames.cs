using System.Collections.Frozen;
using System.Text;

namespace VllmStream.Profiling.Server.Scraping;

/// <summary>The names under which vLLM (old and new, also through Ray), SGLang and TGI show their metrics.</summary>
internal static class MetricNames
{
    /// <summary>Metrics before this one are gauges.</summary>
    private const ServerMetric FirstCounter = ServerMetric.PromptTokens;

    private const ServerMetric FirstHistogram = ServerMetric.Ttft;

    private const int LongestName = 96;

    private const string Vllm = "vLLM";
    private const string Sglang = "SGLang";
    private const string Tgi = "TGI";

    // Of one metric the newer name stands first. vLLM: v1/metrics/loggers.py, and what it had before; the rest by the servers' own documentation.
    private static readonly (string Server, ServerMetric Metric, string[] Names)[] Table =
    [
        (Vllm, ServerMetric.Running, ["num_requests_running"]),
        (Vllm, ServerMetric.Waiting, ["num_requests_waiting"]),
        (Vllm, ServerMetric.Swapped, ["num_requests_swapped"]),
        (Vllm, ServerMetric.KvCache, ["kv_cache_usage_perc", "gpu_cache_usage_perc"]),
        (Vllm, ServerMetric.PrefixHitGauge, ["gpu_prefix_cache_hit_rate"]),
        (Vllm, ServerMetric.SpecAcceptanceGauge, ["spec_decode_draft_acceptance_rate"]),
        (Vllm, ServerMetric.PromptTokens, ["prompt_tokens"]),
        (Vllm, ServerMetric.GenerationTokens, ["generation_tokens"]),
        (Vllm, ServerMetric.CachedTokens, ["prompt_tokens_cached"]),
        (Vllm, ServerMetric.PrefixQueries, ["prefix_cache_queries", "gpu_prefix_cache_queries"]),
        (Vllm, ServerMetric.PrefixHits, ["prefix_cache_hits", "gpu_prefix_cache_hits"]),
        (Vllm, ServerMetric.Preemptions, ["num_preemptions"]),
        (Vllm, ServerMetric.Finished, ["request_success"]),
        (Vllm, ServerMetric.SpecDrafts, ["spec_decode_num_drafts"]),
        (Vllm, ServerMetric.SpecDraftTokens, ["spec_decode_num_draft_tokens"]),
        (Vllm, ServerMetric.SpecAcceptedTokens, ["spec_decode_num_accepted_tokens"]),
        (Vllm, ServerMetric.Ttft, ["time_to_first_token_seconds"]),
        (Vllm, ServerMetric.Itl, ["inter_token_latency_seconds", "time_per_output_token_seconds"]),
        (Vllm, ServerMetric.Tpot, ["request_time_per_output_token_seconds"]),
        (Vllm, ServerMetric.E2e, ["e2e_request_latency_seconds"]),
        (Vllm, ServerMetric.Queue, ["request_queue_time_seconds"]),
        (Vllm, ServerMetric.Prefill, ["request_prefill_time_seconds"]),
        (Vllm, ServerMetric.Decode, ["request_decode_time_seconds"]),
        (Vllm, ServerMetric.Inference, ["request_inference_time_seconds"]),

        (Sglang, ServerMetric.Running, ["num_running_reqs"]),
        (Sglang, ServerMetric.Waiting, ["num_queue_reqs"]),
        (Sglang, ServerMetric.KvCache, ["token_usage"]),
        (Sglang, ServerMetric.PrefixHitGauge, ["cache_hit_rate"]),
        (Sglang, ServerMetric.SpecLengthGauge, ["spec_accept_length"]),
        (Sglang, ServerMetric.PromptTokens, ["prompt_tokens"]),
        (Sglang, ServerMetric.GenerationTokens, ["generation_tokens"]),
        (Sglang, ServerMetric.CachedTokens, ["cached_tokens"]),
        (Sglang, ServerMetric.Finished, ["num_requests"]),
        (Sglang, ServerMetric.Ttft, ["time_to_first_token_seconds"]),
        (Sglang, ServerMetric.Itl, ["inter_token_latency_seconds", "time_per_output_token_seconds"]),
        (Sglang, ServerMetric.E2e, ["e2e_request_latency_seconds"]),
        (Sglang, ServerMetric.Queue, ["queue_time_seconds"]),

        (Tgi, ServerMetric.Running, ["batch_current_size"]),
        (Tgi, ServerMetric.Waiting, ["queue_size"]),
        (Tgi, ServerMetric.Finished, ["request_success"]),
        (Tgi, ServerMetric.Tpot, ["request_mean_time_per_token_duration"]),
        (Tgi, ServerMetric.E2e, ["request_duration"]),
        (Tgi, ServerMetric.Queue, ["request_queue_duration"]),
        (Tgi, ServerMetric.Inference, ["request_inference_duration"]),
    ];

    // Histograms of counts whose sum is what others have as a counter.
    private static readonly (ServerMetric Metric, string Name)[] TgiSums =
    [
        (ServerMetric.PromptTokens, "request_input_length_sum"),
        (ServerMetric.GenerationTokens, "request_generated_tokens_sum"),
    ];

    private static readonly FrozenDictionary<string, MetricName> Names = Build();

    private static readonly FrozenDictionary<string, MetricName>.AlternateLookup<ReadOnlySpan<char>> ByChars = Names.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Metrics there are.</summary>
    public static int Count { get; } = Enum.GetValues<ServerMetric>().Length;

    /// <summary>True for what only grows: counters and histograms.</summary>
    public static bool IsCounter(ServerMetric metric) => metric is >= FirstCounter and < FirstHistogram;

    /// <summary>True for histograms.</summary>
    public static bool IsHistogram(ServerMetric metric) => metric >= FirstHistogram;

    /// <summary>True for shares, of which several are averaged and not summed.</summary>
    public static bool IsShare(ServerMetric metric) =>
        metric is ServerMetric.KvCache or ServerMetric.PrefixHitGauge or ServerMetric.SpecAcceptanceGauge or ServerMetric.SpecLengthGauge;

    /// <summary>What a name stands for.</summary>
    public static bool TryFind(ReadOnlySpan<byte> name, out MetricName found)
    {
        found = default;
        if (name.Length > LongestName)
            return false;
        Span<char> chars = stackalloc char[name.Length];
        Encoding.ASCII.GetChars(name, chars);
        return ByChars.TryGetValue(chars, out found);
    }

    private static FrozenDictionary<string, MetricName> Build()
    {
        var names = new Dictionary<string, MetricName>(StringComparer.Ordinal);
        foreach (var (server, metric, spellings) in Table)
        {
            for (var i = 0; i < spellings.Length; i++)
            {
                // Ray writes _ for : and puts its own name in front; what it passes on may stand beside the engine's own page.
                var prefixes = PrefixesOf(server);
                for (var p = 0; p < prefixes.Length; p++)
                    Add(names, prefixes[p] + spellings[i], metric, (p * 10) + i, server);
            }
        }
        foreach (var (metric, name) in TgiSums)
            names[$"tgi_{name}"] = new MetricName(metric, SamplePart.Value, 0, Tgi);
        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string[] PrefixesOf(string server) => server switch
    {
        Vllm => ["vllm:", "vllm_", "ray_vllm:", "ray_vllm_"],
        Sglang => ["sglang:", "sglang_"],
        _ => ["tgi_"],
    };

    private static void Add(Dictionary<string, MetricName> names, string name, ServerMetric metric, int rank, string server)
    {
        if (IsHistogram(metric))
        {
            names[name + "_sum"] = new MetricName(metric, SamplePart.Sum, rank, server);
            names[name + "_count"] = new MetricName(metric, SamplePart.Count, rank, server);
            names[name + "_bucket"] = new MetricName(metric, SamplePart.Bucket, rank, server);
            return;
        }
        names[name] = new MetricName(metric, SamplePart.Value, rank, server);
        if (IsCounter(metric))
            names[name + "_total"] = new MetricName(metric, SamplePart.Value, rank, server);
    }
}
