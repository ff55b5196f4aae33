using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Findings.Rules;

/// <summary>What the requests themselves do to the figures.</summary>
internal static class WorkloadRules
{
    private const double LongTimesShort = 4;
    private const double TailTimesMedian = 3;
    private const double LeastCached = 0.2;
    private const double ColdTimesUsual = 2;
    private const double ColdAboveMs = 50;
    private const double LeastShort = 0.1;

    /// <summary>Long prompts hold short ones up.</summary>
    public static FindingRule LongHurtShort { get; } = new("long_hurt_short", "a group whose prompts are at most a quarter as long as another's has a TTFT p99 above three times its p50, and above the other group's p50", summary =>
    {
        var groups = summary.Groups.Where(group => group.Value is { PromptTokens: > 0, Ok: > 0 }).Select(group => (group.Key, group.Value, Length: (double)group.Value.PromptTokens!.Value / group.Value.Ok)).OrderBy(group => group.Length).ToArray();
        if (groups.Length < 2)
            return null;
        var (small, large) = (groups[0], groups[^1]);
        if (large.Length < LongTimesShort * small.Length || small.Value.TtftMs is not { P50: { } usual, P99: { } tail } || large.Value.TtftMs.P50 is not { } slow || tail < TailTimesMedian * usual || tail < slow)
            return null;
        return Evidence.Of("warning", "long_hurt_short", $"TTFT p99 of {small.Key} is {tail:0} ms, {tail / usual:0.#} times its p50: it waits behind the prompts of {large.Key}, {large.Length / small.Length:0.#} times as long",
            "--long-prefill-token-threshold (vLLM: a step then has room for both; prompts are served first come first served, however small the chunks), or a replica for long prompts", ("short_ttft_p50_ms", usual), ("short_ttft_p99_ms", tail), ("long_ttft_p50_ms", slow), ("short_prompt_tokens", small.Length), ("long_prompt_tokens", large.Length));
    });

    /// <summary>The first requests were slow.</summary>
    public static FindingRule ColdStart { get; } = new("cold_start", "the first ten measured requests had a median TTFT above twice that of the run, and above it by 50 ms", summary =>
        summary is { Totals.FirstTtftP50Ms: { } first, Metrics.TtftMs.P50: { } usual } && first > ColdTimesUsual * usual && first > usual + ColdAboveMs
            ? Evidence.Of("warning", "cold_start", $"the first ten requests had a TTFT of {first:0} ms at p50, the run {usual:0} ms: the start is in the tail", "a longer --warmup", ("first_ttft_p50_ms", first), ("ttft_p50_ms", usual), ("ttft_max_ms", summary.Metrics.TtftMs.Max))
            : null);

    /// <summary>A cache answered.</summary>
    public static FindingRule PrefixCache { get; } = new("prefix_cache", "at least a fifth of the prompt tokens came from the server's prefix cache: TTFT is that of prompts it had seen", summary =>
    {
        var cached = summary.Totals is { CachedTokens: { } tokens, PromptTokens: > 0 and var all } ? (double)tokens / all : summary.Server?.PrefixHitRatio;
        return cached >= LeastCached
            ? Evidence.Of("info", "prefix_cache", $"{Evidence.Percent(cached.Value)} of the prompt tokens came from the server's prefix cache: TTFT is better than for prompts it has not seen", "as it should be for turns and shared prefixes; else other prompts, or --seed of another run",
                ("cached_ratio", cached), ("server_prefix_hit_ratio", summary.Server?.PrefixHitRatio))
            : null;
    });

    /// <summary>Answers ended although the requests asked the server to go on.</summary>
    public static FindingRule ShortOutput { get; } = new("short_output", "at least a tenth of the answers ended before their max_tokens although the requests asked to go on to it (--ignore-eos, a trace): the server does not heed ignore_eos", summary =>
        summary.Totals.Warnings.GetValueOrDefault("short_output") is > 0 and var cut && cut >= LeastShort * summary.Totals.Ok
            ? Evidence.Of("info", "short_output", $"{cut} of {summary.Totals.Ok} answers ended before their max_tokens although the requests had ignore_eos: E2E and throughput are of less work than was planned", "a field that this server heeds, such as --extra-body '{\"min_tokens\": 128}'; else TPOT, which does not depend on the length", ("short", cut), ("ok", summary.Totals.Ok))
            : null);

    /// <summary>A percentile that was asked for has too few samples.</summary>
    public static FindingRule TooFewSamples { get; } = new("too_few_samples", "a check asks for a percentile that needs more requests than there are", summary =>
        summary.Checks.FirstOrDefault(check => check is { Value: null, Statistic: { } statistic } && CheckText.Percentile(statistic) is { } percentile && Percentile.SamplesNeeded(percentile) > 1) is { } check
            ? Evidence.Of("warning", "too_few_samples", $"{check.Text} cannot be judged: {check.Reason}", "a longer -d or more -n", ("requests", summary.Totals.Requests))
            : null);
}
