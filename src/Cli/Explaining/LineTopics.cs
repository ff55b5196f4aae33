namespace VllmStream.Cli.Explaining;

/// <summary>The types of lines in the NDJSON file, vllmstream/1.</summary>
internal static class LineTopics
{
    internal static IReadOnlyList<Topic> All { get; } =
    [
        Line("schema", "vllmstream/1", "One JSON object per line, UTF-8; a file cut anywhere is a valid run without its summary. Every line has schema, type, run, seq (no holes) and t_ms (monotonic, since run start). The set of keys of a type is fixed, unknown is null. Names are snake_case and end in their unit: _ms, _us, _bytes, _per_s, _ratio. New keys may come; anything else would be vllmstream/2."),
        Line("run_started", "first line", "When, where, with what: started_at (the one wall-clock time of the file), tool, target, model, server, load, groups, slo, checks, the effective options without secrets, host, and the definitions of the metrics."),
        Line("probe", "what the first request taught", "dialect, token_source, usage_in_stream, role_first, events_per_read, headers_ms, first_token_ms."),
        Line("phase", "the run goes on to its next phase", "connecting, warmup, running, draining or finished, with the reason."),
        Line("level", "the load was changed while it ran", "level (what it asks for from at_ms on: requests in flight, users, or requests per second). The summary has figures of each level: levels."),
        Line("window", "measuring begins anew", "window (number, from 2) and at_ms. What was due before stays in the file with its own number and is set aside; the summary is of the last window."),
        Line("request", "one request", "id, group, endpoint, mode, pair, phase, window, attempt, outcome, http_status, error, warnings, conn; its marks in ms since scheduled; tokens and their source, events, reads, bytes; finish_reasons, done_marker, stream_shape, max_gap_ms; m with its metrics. With --record gaps also gaps_us."),
        Line("interval", "one second of one group", "sent, ok, failed, in_flight, requests_per_s, output_tokens_per_s, percentiles of ttft, itl, tpot and e2e with their n, and client with the client's own share."),
        Line("server", "one look at the server's metrics, or at its GPUs", "source, running, waiting, kv_cache_ratio, prefix_hit_ratio, preemptions_total, token and request totals as the counters stand; the server's own ttft, queue and prefill since the look before; gpu; hosts. Once a second, at both edges of the window and after the last answer."),
        Line("note", "something worth knowing", "level (info, warning, invalid), code (a stable word), text and data."),
        Line("summary", "last line", "verdict, exit_code, window, levels, planned, sent, finished, abandoned (planned = sent + abandoned), totals, groups, metrics, histograms (compressed HdrHistogram, base64), checks, findings, pairs, client, server."),
        Line("sweep_started", "first line of a sweep's own file", "started_at, tool, target, model, server, sweep (load, from, to, points, slo_share, stage_s), slo, checks, the effective options without secrets, tags, notices, host."),
        Line("stage", "one stage of a sweep is over", "stage: number, run and file, level, verdict (kept, broken, client, interrupted), cause, reason, decided, the share of good requests with its interval, what was done per second, TTFT and E2E, requests in flight, and why the client was not valid."),
        Line("sweep_summary", "last line of a sweep's own file", "result: ended, exit_code, highest_kept, lowest_broken, knee, collapse with its likely cause, client_limit_at, and all stages again."),
    ];

    private static Topic Line(string name, string title, string text) => new(TopicKind.Line, name, title, text) { Also = ["ndjson"] };
}
