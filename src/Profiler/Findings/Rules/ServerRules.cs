using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.ServerSide;

namespace VllmStream.Profiling.Findings.Rules;

/// <summary>What the server is short of.</summary>
internal static class ServerRules
{
    private const double FullFrom = 0.95;
    private const double IdleBelow = 0.4;
    private const double CollapseBelow = 0.9;

    // A level that was only passed on the way to another says how tokens happened to fall, and not what the server can do.
    private const double LeastLevelMs = 1_000;

    private const double WaitingShare = 0.1;
    private const double UnevenFrom = 1.5;
    private const string NoMetrics = "the server's metrics were not read, or do not say";
    private const int LeastRequests = 20;

    // A plan of fewer requests, or one that is hardly longer than its answers, is behind at its end by those in flight alone.
    private const int LeastPlanned = 50;
    private const double BehindFrom = 0.05;
    private const double LeastLengths = 4;

    // The number in flight of a load that is kept up with is much like a Poisson variable: what lies between two looks at it has twice its variance.
    private const double ChanceDeviations = 4;

    /// <summary>More load gave less.</summary>
    public static FindingRule Collapse { get; } = new("throughput_collapse", "a higher level of the load gave at least 10 % fewer tokens per second than a lower one; only levels count that lasted a second and the median E2E", summary =>
    {
        var levels = summary.Levels.Where(level => level.OutputTokensPerS is not null && level.ToMs - level.FromMs >= Math.Max(LeastLevelMs, summary.Metrics.E2eMs.P50 ?? 0)).OrderBy(level => level.Level).ToArray();
        if (levels.MaxBy(level => level.OutputTokensPerS) is not { } best || levels.Where(level => level.Level > best.Level).MinBy(level => level.OutputTokensPerS) is not { } after)
            return null;
        return after.OutputTokensPerS < CollapseBelow * best.OutputTokensPerS
            ? Evidence.Of("warning", "throughput_collapse", $"throughput collapses: {best.OutputTokensPerS:0} tok/s at {best.Level:0.##}, {after.OutputTokensPerS:0} tok/s at {after.Level:0.##}", summary.Server?.Counts.Preemptions > 0 ? "fewer requests at a time (--max-num-seqs): the KV cache is too small for more" : "stay below that load",
                ("best_level", best.Level), ("best_tokens_per_s", best.OutputTokensPerS), ("level", after.Level), ("tokens_per_s", after.OutputTokensPerS))
            : null;
    });

    /// <summary>Requests were thrown out of the KV cache.</summary>
    public static FindingRule Preemption { get; } = new("preemption", "the server preempted requests: its KV cache was full, and what they had computed was computed again", summary =>
        summary.Server is { Counts.Preemptions: >= 1 and var preemptions } server
            ? Evidence.Of("warning", "preemption", $"the server preempted {preemptions:0} requests: its KV cache is too small for this load, and their work was done twice", "a smaller --max-num-seqs, a larger --gpu-memory-utilization, or shorter contexts",
                ("preemptions", preemptions), ("kv_cache_max_ratio", server.KvCacheMaxRatio), ("running_max", server.RunningMax))
            : null)
    {
        Absence = summary => summary.Server?.Counts.Preemptions is null ? NoMetrics : null,
    };

    /// <summary>The KV cache is full.</summary>
    public static FindingRule CacheFull { get; } = new("kv_cache_full", "the KV cache was filled to 95 % or more, and nothing was preempted yet", summary =>
        summary.Server is { KvCacheMaxRatio: >= FullFrom and var full, Counts.Preemptions: null or < 1 }
            ? Evidence.Of("warning", "kv_cache_full", $"the KV cache was filled to {Evidence.Percent(full)}: more load will wait, or preempt", "a smaller --max-num-seqs, a larger --gpu-memory-utilization, or shorter contexts", ("kv_cache_max_ratio", full), ("waiting_max", summary.Server.WaitingMax))
            : null)
    {
        Absence = summary => summary.Server?.KvCacheMaxRatio is null ? NoMetrics : null,
    };

    /// <summary>The queue grows.</summary>
    public static FindingRule QueueGrows { get; } = new("queue_grows", "an open loop of over four answers' time sent 5 % more requests than were finished, more than chance leaves, and the number in flight rose: it is beyond the capacity, and every figure depends on how long the run was", summary =>
    {
        if (summary is not { Run.Load.Kind: "open", Totals: { Steady: { Sent: >= LeastPlanned and var sent, Requests: var done } window, InFlightP50: { } usual, InFlightMax: { } most, InFlightGrowthPerS: { } growth, InFlightGrowthErrorPerS: { } error } totals, Metrics: var metrics }
            || totals.ErrorRatio >= BehindFrom || !(window.DurationMs > LeastLengths * AnswerMs(metrics)) || !new InFlightGrowth(growth, error).Rises())
            return null;
        return sent - done > Math.Max(BehindFrom * sent, ChanceDeviations * Math.Sqrt(2.0 * Math.Max(1, usual)))
            ? Evidence.Of("warning", "queue_grows", $"the queue grows: {window.SentPerS:0.##} requests/s were sent and {window.RequestsPerS:0.##} finished, {most} in flight at the most: this load is beyond the server's capacity", $"a rate below {window.RequestsPerS:0.##}/s; vllmstream sweep finds the highest",
                ("sent_per_s", window.SentPerS), ("finished_per_s", window.RequestsPerS), ("in_flight_max", most), ("in_flight_growth_per_s", growth), ("waiting_max", summary.Server?.WaitingMax), ("waiting_trend_per_s", summary.Server?.WaitingTrendPerS))
            : null;
    });

    /// <summary>Requests wait in the server.</summary>
    public static FindingRule Waiting { get; } = new("queueing", "on average at least one request, and a tenth as many as were running, waited in the server's queue", summary =>
        QueueGrows!.Judge(summary) is null && summary.Server is { WaitingMean: >= 1 and var waiting, RunningMean: { } running } && waiting >= WaitingShare * running
            ? Evidence.Of("warning", "queueing", $"{waiting:0.#} requests waited in the server's queue beside {running:0.#} that ran: TTFT is mostly the queue", "less load, a larger --max-num-seqs where memory allows, or another replica",
                ("waiting_mean", waiting), ("running_mean", running), ("queue_mean_ms", summary.Server.Times.Queue?.MeanMs))
            : null)
    {
        Absence = summary => summary.Server is { WaitingMean: not null, RunningMean: not null } ? null : NoMetrics,
    };

    /// <summary>The GPU idles while requests are in flight.</summary>
    public static FindingRule GpuIdle { get; } = new("gpu_idle", "the GPUs did something in less than 40 % of the time although at least twice as many requests were in flight as the server ran, or most of TTFT passed outside of the server", summary =>
    {
        if (summary.Server is not { Gpu.UtilisationRatio: < IdleBelow and var busy } server || summary.Totals.InFlightP50 is not { } inFlight)
            return null;
        var isBefore = server.RunningMean is { } running && inFlight >= 4 && inFlight >= 2 * Math.Max(1, running);
        var isOutside = server.Ttft is { OutsideMs: { } outside, ClientMs: > 0 and var whole } && outside > whole / 2;
        return isBefore || isOutside
            ? Evidence.Of("warning", "gpu_idle", $"the GPUs were busy for {Evidence.Percent(busy)} of the time while {inFlight} requests were in flight: they are held up before the engine", "gateway, tokenisation and the API server's CPU (--api-server-count)",
                ("gpu_utilisation_ratio", busy), ("in_flight_p50", inFlight), ("running_mean", server.RunningMean), ("ttft_outside_ms", server.Ttft?.OutsideMs))
            : null;
    })
    {
        Absence = summary => summary.Server?.Gpu?.UtilisationRatio is null ? "no GPU was read (--gpu)" : null,
    };

    /// <summary>Replicas get unequal shares.</summary>
    public static FindingRule UnevenReplicas { get; } = new("uneven_replicas", "one replica finished at least half as many requests again as another", summary =>
    {
        var shares = summary.Server?.Replicas.Where(replica => replica.Counts.Requests is not null).OrderBy(replica => replica.Counts.Requests).ToArray() ?? [];
        if (shares is not [{ Counts.Requests: { } least } idle, .., { Counts.Requests: { } most } busy] || most < LeastRequests || most < UnevenFrom * least)
            return null;
        return Evidence.Of("warning", "uneven_replicas", $"replicas get unequal shares: {Name(busy)} finished {most:0} requests, {Name(idle)} {least:0}", "the load balancer's rule (least requests instead of round robin or sticky sessions)",
            ("most_requests", most), ("least_requests", least), ("replicas", shares.Length));
    })
    {
        Absence = summary => summary.Server?.Name is null ? NoMetrics : null,
    };

    // Without what it waited for in a queue, which is in TTFT; null without an answer.
    private static double? AnswerMs(MetricBlocks metrics) =>
        metrics.E2eMs.Min is not { } shortest ? null : Math.Max(shortest, metrics.E2eMs.P50 - metrics.TtftMs.P50 ?? 0);

    private static string Name(ReplicaSummary replica) => Uri.TryCreate(replica.Source, UriKind.Absolute, out var url) ? url.Authority : replica.Source;
}
