namespace VllmStream.Cli.Explaining;

/// <summary>The numbers the reports show.</summary>
internal static class MetricTopics
{
    internal static IReadOnlyList<Topic> All { get; } =
    [
        Metric("ttft", "time to first token, ms",
            "From sent to the first event that carries a generated token of any channel: content, reasoning, tool call, text. A role-only chunk, empty content, a comment, a heartbeat or a usage chunk is no token. Null for an answer that was not streamed or has no token.",
            "ttft_ms", "time_to_first_token"),
        Metric("ttfc", "time to first visible text, ms",
            "From sent to the first visible content. Above ttft where a model thinks first.",
            "ttfc_ms"),
        Metric("itl", "gap between tokens, ms",
            "The gap between two consecutive token events of one request, pooled over all requests; ttft is not among them. A chunk may hold several tokens: then tokens per event are reported and the label says chunks.",
            "itl_ms", "inter_token_latency"),
        Metric("tpot", "time per output token, ms",
            "(last token - first token) / (output tokens - 1), one value per request, so that long answers count no more than short ones. Null under two tokens.",
            "tpot_ms", "time_per_output_token"),
        Metric("e2e", "whole request, ms",
            "From sent to the end of the answer. The time to the last token is kept beside it, and rates use that one, because a server may hold a stream open after its last token.",
            "e2e_ms", "e2el", "latency"),
        Metric("rate", "decode rate, tok/s per request",
            "(output tokens - tokens of the first event) / (last token - first token), one value per request. The worst is the lowest: checks ask for rate.p1.",
            "tokens_per_s", "decode_rate"),
        Metric("wait", "time lost in this client, ms",
            "From scheduled to sent: a full ceiling, a connection to open, or a late client. It is never hidden: where it is more than 5 % of ttft, a second ttft from schedule stands under the first.",
            "wait_ms"),
        Metric("ttft_from_schedule", "ttft counted from the planned send, ms",
            "wait + ttft: what a user would have waited, had this client been able to keep its plan.",
            "ttft_from_schedule_ms"),
        Metric("e2e_from_schedule", "e2e counted from the planned send, ms",
            "wait + e2e.",
            "e2e_from_schedule_ms"),
        Metric("throughput", "tokens and requests per second of the server",
            "Output tokens and requests per second, over the steady window and over the whole run, both labelled. It is a sum over requests; rate is what one of them sees.",
            "output_tokens_per_s", "requests_per_s", "input_tokens_per_s", "sent_per_s"),
        Metric("goodput", "good requests per second",
            "Requests per second that met every objective of --slo. A fast answer that came too late is throughput, and no goodput. Their share of all measured requests is met_ratio.",
            "met_ratio"),
        Metric("error_rate", "failed share of the measured requests",
            "Failed over failed and succeeded, 0 to 1; a user who left as planned (--cancel) is neither. Only ok, ok_empty and not_streamed are successes. Failed requests are counted and left out of latencies."),
        Metric("requests", "measured requests that ended",
            "In whatever way, without warm-up. As a check: requests >= 1000."),
        Metric("failed", "measured requests that ended badly",
            "As a number; error_rate is their share. One way of ending is asked for by outcome.rate_limited < 1%."),
        Metric("left", "measured requests whose user left",
            "As planned by --cancel: neither a success nor a failure."),
        Metric("send_lag", "planned to actual send, ms",
            "How late this client was for its own plan. Part of what decides between client OK and NOT VALID.",
            "send_lag_p99_ms"),
        Metric("read_lag", "arrival to our time stamp, ms",
            "How long bytes lay in the kernel before they were read. With kernel time stamps (epoll) a late read moves no arrival, and counts only when tokens merge or a socket's buffer fills; with the portable transport and --http2 it decides between client OK and NOT VALID.",
            "read_lag_p99_ms"),
        Metric("percentile", "p50, p99, p999",
            "The value that so many percent of the samples do not exceed; p999 is 99.9 %. It travels with its n: p99 needs 100 samples and p999 needs 1000, else it is null (- on screen).",
            "p50", "p90", "p95", "p99", "p999", "n"),
    ];

    private static Topic Metric(string name, string title, string text, params string[] also) =>
        new(TopicKind.Metric, name, title, text) { Also = also };
}
