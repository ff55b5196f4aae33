using System.Globalization;
using System.Text.Json;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Exchange.Vllm;

/// <summary>The head of vLLM's result file: what was run, its labels, and the load.</summary>
internal static class VllmIdentity
{
    // Keys that a label must not take.
    private static readonly HashSet<string> Reserved = new(
        [
            "date", "endpoint_type", "backend", "label", "model_id", "tokenizer_id", "num_prompts", "request_rate", "burstiness", "max_concurrency",
            "duration", "completed", "failed", "total_input_tokens", "total_output_tokens", "total_input_sequences", "request_throughput", "request_goodput",
            "output_throughput", "input_sequence_throughput", "total_token_throughput", "max_output_tokens_per_s", "max_concurrent_requests",
            "input_lens", "output_lens", "ttfts", "itls", "start_times", "latencies", "queue_times", "generated_texts", "errors",
            // Of ramps and audio, which are not written: a label there would be read as one.
            "ramp_up_strategy", "ramp_up_start_rps", "ramp_up_end_rps", "rps_change_events", "rtfx",
        ],
        StringComparer.Ordinal);

    private static readonly string[] ReservedBeginnings = ["spec_decode_", "probe_", "diffusion_"];

    /// <summary>What vLLM calls an endpoint in --backend; ours where it has none.</summary>
    public static string BackendOf(string endpoint) => endpoint switch
    {
        "chat" => "openai-chat",
        "completions" => "openai",
        "embeddings" => "openai-embeddings",
        "rerank" => "vllm-rerank",
        _ => endpoint,
    };

    /// <summary>Writes the keys up to the results.</summary>
    /// <param name="json">Inside the object.</param>
    /// <param name="started">First line of the run.</param>
    /// <param name="endpoint">Our word for the endpoint.</param>
    /// <param name="requests">How many were measured.</param>
    /// <param name="notes">Gets what a person must know of the file.</param>
    public static void Write(Utf8JsonWriter json, RunStartedLine started, string endpoint, int requests, List<string> notes)
    {
        var backend = BackendOf(endpoint);
        json.WriteString("date", started.StartedAt.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture));
        json.WriteString("endpoint_type", backend);
        json.WriteString("backend", backend);
        json.WriteString("label", started.Tags.GetValueOrDefault("label"));
        json.WriteString("model_id", started.Model);
        json.WriteString("tokenizer_id", started.Options.GetValueOrDefault("tokenizer"));
        json.WriteNumber("num_prompts", requests);
        foreach (var (key, value) in started.Tags)
        {
            if (key == "label")
                continue;
            if (Reserved.Contains(key) || key.EndsWith("_ms", StringComparison.Ordinal) || Array.Exists(ReservedBeginnings, beginning => key.StartsWith(beginning, StringComparison.Ordinal)))
                notes.Add($"--tag {key}={value} is left out: the key is one of the format's own");
            else
                json.WriteString(key, value);
        }

        WriteLoad(json, started.Load);
    }

    /// <summary>The cap on requests in flight; null = none.</summary>
    public static int? CapOf(LoadDescription load) => load.Kind == "open" ? load.MaxConcurrency : load.Concurrency;

    private static void WriteLoad(Utf8JsonWriter json, LoadDescription load)
    {
        // As they write infinity: no JSON number, so a word.
        if (load.Kind == "open" && load.RatePerS is { } rate)
            json.WriteNumber("request_rate", rate);
        else
            json.WriteString("request_rate", "inf");

        // Gamma of shape 1 is their default and a Poisson process, infinite burstiness their constant rate.
        if (load.Arrival == "constant")
            json.WriteString("burstiness", "inf");
        else
            json.WriteNumber("burstiness", load.Arrival == "gamma" && load.Burstiness is { } shape ? shape : 1.0);
        if (CapOf(load) is { } cap)
            json.WriteNumber("max_concurrency", cap);
        else
            json.WriteNull("max_concurrency");
    }
}
