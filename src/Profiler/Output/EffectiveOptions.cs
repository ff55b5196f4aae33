using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Output;

/// <summary>The options of a run as they took effect, for its first line. Secrets are never asked for their value.</summary>
internal static class EffectiveOptions
{
    public static IReadOnlyDictionary<string, string?> Of(RunOptions options)
    {
        var named = new Dictionary<string, string?>(StringComparer.Ordinal);
        AddLoad(named, options.Load);
        AddWorkload(named, options.Workload);
        AddLimits(named, options.Limits, options.Timeouts);
        AddConnection(named, options.Connection);
        AddWatch(named, options.Watch);
        named["tokenizer"] = options.Tokenizer?.ToString();
        named["retries"] = $"{options.Retries}";
        named["retry_budget"] = options.Retries > 0 ? Seconds(options.RetryBudget) : null;
        named["probe"] = Yes(options.Probe);
        named["record"] = Words.Of(options.Record);
        return named;
    }

    private static void AddLoad(Dictionary<string, string?> named, LoadOptions load)
    {
        var open = load.Kind == LoadKind.Open;
        var users = load.Kind == LoadKind.Users;
        named["concurrency"] = load.Kind == LoadKind.Closed ? $"{load.Concurrency}" : null;
        named["users"] = users ? $"{load.Concurrency}" : null;
        named["spawn_rate"] = load.SpawnRate?.ToString();
        named["think"] = load.Think.IsZero ? null : load.Think.ToString();
        named["stages"] = load.Stages.Count > 0 ? StagesText.Format(load.Stages) : null;
        named["stages_of"] = load.Stages.Count == 0 ? null : open ? "rate" : "concurrency";
        named["trace"] = load.Trace?.File;
        named["speed"] = load.Trace?.Speed.ToString();
        named["cancel"] = load.Cancel?.Text;
        named["rate"] = open ? $"{load.RatePerSecond}" : null;
        named["arrival"] = !open || load.Trace is not null ? null : load.Arrival == ArrivalKind.Gamma ? $"gamma:{load.Burstiness}" : Words.Of(load.Arrival);
        named["max_concurrency"] = load.MaxConcurrency?.ToString();
        named["transport"] = Words.Of(load.Transport);
        named["loops"] = load.Loops?.ToString();
    }

    private static void AddWorkload(Dictionary<string, string?> named, WorkloadOptions workload)
    {
        named["scenario"] = workload.Scenario?.Name;
        named["endpoint"] = EndpointNames.NameOf(workload.Endpoint, workload.EndpointPath);
        named["mode"] = workload.Mode == RequestMode.Paired ? "paired" : workload.IsStreamed ? "stream" : "nonstream";
        named["prompts"] = workload.PromptEntries.Count > 0 ? $"{workload.PromptEntries.Count} of a file" : workload.Trace is not null ? "as long as the trace says" : workload.Prompts.Count == 0 ? "synthetic" : $"{workload.Prompts.Count} given";
        named["isl"] = LengthText.Format(workload.InputTokens);
        named["exact_isl"] = Yes(workload.ExactInput);
        named["prefix"] = PrefixText.Format(workload.Prefix);
        named["reuse_prompts"] = Yes(workload.ReusePrompts);
        named["turns"] = $"{workload.Turns}";
        named["osl"] = LengthText.Format(workload.OutputTokens);
        named["n"] = $"{workload.Choices}";
        named["ignore_eos"] = Yes(workload.IgnoreEos);
        named["continuous_usage"] = Yes(workload.ContinuousUsage);
        named["token_ids"] = Yes(workload.TokenIds);
        named["temperature"] = workload.Temperature?.ToString();
        named["top_p"] = workload.TopP?.ToString();
        named["extra_body"] = workload.ExtraBody;
        named["seed"] = $"{workload.Seed}";
    }

    private static void AddLimits(Dictionary<string, string?> named, LimitOptions limits, TimeoutOptions timeouts)
    {
        named["duration"] = Seconds(limits.Duration);
        named["requests"] = limits.Requests?.ToString();
        named["warmup"] = limits.WarmupRequests?.ToString() ?? Seconds(limits.WarmupDuration);
        named["drain"] = Seconds(limits.Drain);
        named["wait"] = Seconds(limits.Wait);
        named["timeout_connect"] = Seconds(timeouts.Connect);
        named["timeout_first_token"] = Seconds(timeouts.FirstToken);
        named["timeout_idle"] = Seconds(timeouts.Idle);
        named["timeout_total"] = Seconds(timeouts.Total);
    }

    private static void AddConnection(Dictionary<string, string?> named, ConnectionOptions connection)
    {
        named["api_key"] = connection.ApiKey?.ToString();
        named["headers"] = connection.Headers.Count == 0 ? null : string.Join(", ", connection.Headers.Select(header => $"{header.Name}: {header.Value}"));
        named["cacert"] = connection.CaCertFile;
        named["cert"] = connection.ClientCertFile;
        named["key"] = connection.ClientKeyFile;
        named["insecure"] = Yes(connection.Insecure);
        named["http2"] = Yes(connection.Http2);
        named["proxy"] = connection.Proxy is null ? null : $"{connection.Proxy.Scheme}://{connection.Proxy.Authority}";
        named["proxy_source"] = connection.ProxySource;
    }

    private static void AddWatch(Dictionary<string, string?> named, WatchOptions watch)
    {
        named["metrics"] = !watch.ReadsMetrics ? "none" : watch.Metrics.Count == 0 ? null : string.Join(", ", watch.Metrics.Select(page => page.Shown));
        named["gpu"] = watch.Gpu == GpuSource.Exporter ? string.Join(", ", watch.GpuExporters.Select(page => page.Shown)) : Words.Of(watch.Gpu);
    }

    private static string? Seconds(TimeSpan? span) => span is { } time ? $"{NumberText.Format(time.TotalSeconds)}s" : null;

    private static string Yes(bool value) => value ? "true" : "false";
}
