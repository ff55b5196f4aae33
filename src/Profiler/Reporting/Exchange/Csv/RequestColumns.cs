using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Exchange.Csv;

/// <summary>The columns of requests.csv: the keys of a request line, in its order, that are single values.</summary>
internal static class RequestColumns
{
    private static readonly (string Name, Func<RequestLine, string?> Value)[] Table =
    [
        ("id", line => CsvField.Of(line.Id)),
        ("group", line => CsvField.OfText(line.Group)),
        ("endpoint", line => CsvField.OfText(line.Endpoint)),
        ("mode", line => CsvField.OfText(line.Mode)),
        ("pair", line => CsvField.Of(line.Pair)),
        ("phase", line => Words.Of(line.Phase)),
        ("window", line => CsvField.Of(line.Window)),
        ("attempt", line => CsvField.Of(line.Attempt)),
        ("will_retry", line => CsvField.Of(line.WillRetry)),
        ("outcome", line => Words.Of(line.Outcome)),
        ("http_status", line => CsvField.Of(line.HttpStatus)),
        ("error_kind", line => CsvField.OfText(line.Error?.Kind)),
        ("error_message", line => CsvField.OfText(line.Error?.Message)),
        ("retry_after_s", line => CsvField.Of(line.RetryAfterS)),
        ("warnings", line => string.Join(' ', Words.OfWarnings(line.Warnings))),
        ("conn", line => CsvField.OfText(line.Conn)),
        ("dns_ms", line => CsvField.Of(line.DnsMs)),
        ("tcp_ms", line => CsvField.Of(line.TcpMs)),
        ("tls_ms", line => CsvField.Of(line.TlsMs)),
        ("scheduled_ms", line => CsvField.Of(line.ScheduledMs)),
        ("started_ms", line => CsvField.Of(line.StartedMs)),
        ("sent_ms", line => CsvField.Of(line.SentMs)),
        ("connected_ms", line => CsvField.Of(line.ConnectedMs)),
        ("headers_ms", line => CsvField.Of(line.HeadersMs)),
        ("first_byte_ms", line => CsvField.Of(line.FirstByteMs)),
        ("first_event_ms", line => CsvField.Of(line.FirstEventMs)),
        ("first_token_ms", line => CsvField.Of(line.FirstTokenMs)),
        ("first_visible_ms", line => CsvField.Of(line.FirstVisibleMs)),
        ("last_token_ms", line => CsvField.Of(line.LastTokenMs)),
        ("end_ms", line => CsvField.Of(line.EndMs)),
        ("asked_tokens", line => CsvField.Of(line.AskedTokens)),
        ("prompt_tokens", line => CsvField.Of(line.PromptTokens)),
        ("cached_tokens", line => CsvField.Of(line.CachedTokens)),
        ("output_tokens", line => CsvField.Of(line.OutputTokens)),
        ("reasoning_tokens", line => CsvField.Of(line.ReasoningTokens)),
        ("token_source", line => line.TokenSource is { } source ? Words.Of(source) : null),
        ("tokenizer_tokens", line => CsvField.Of(line.TokenizerTokens)),
        ("token_events", line => CsvField.Of(line.TokenEvents)),
        ("first_event_tokens", line => CsvField.Of(line.FirstEventTokens)),
        ("events", line => CsvField.Of(line.Events)),
        ("reads", line => CsvField.Of(line.Reads)),
        ("max_events_per_read", line => CsvField.Of(line.MaxEventsPerRead)),
        ("comments", line => CsvField.Of(line.Comments)),
        ("bytes", line => CsvField.Of(line.Bytes)),
        ("items", line => CsvField.Of(line.Items)),
        ("dimensions", line => CsvField.Of(line.Dimensions)),
        ("finish_reasons", line => FinishReasons(line.FinishReasons)),
        ("done_marker", line => CsvField.Of(line.DoneMarker)),
        ("stream_shape", line => line.StreamShape is { } shape ? Words.Of(shape) : null),
        ("burst_events", line => CsvField.Of(line.BurstEvents)),
        ("burst_period_ms", line => CsvField.Of(line.BurstPeriodMs)),
        ("ttft_ms", line => CsvField.Of(line.M.TtftMs)),
        ("ttfc_ms", line => CsvField.Of(line.M.TtfcMs)),
        ("tpot_ms", line => CsvField.Of(line.M.TpotMs)),
        ("e2e_ms", line => CsvField.Of(line.M.E2eMs)),
        ("wait_ms", line => CsvField.Of(line.M.WaitMs)),
        ("tokens_per_s", line => CsvField.Of(line.M.TokensPerS)),
        ("itl_p50_ms", line => CsvField.Of(line.M.ItlP50Ms)),
        ("itl_p99_ms", line => CsvField.Of(line.M.ItlP99Ms)),
        ("max_gap_ms", line => CsvField.Of(line.MaxGapMs)),
        ("stalls", line => CsvField.Of(line.Stalls)),
        ("stalled_ms", line => CsvField.Of(line.StalledMs)),
        ("reader_wait_ms", line => CsvField.Of(line.ReaderWaitMs)),
    ];

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => Table.Select(column => column.Name);

    /// <summary>Their values in one line.</summary>
    public static IEnumerable<string?> Of(RequestLine line) => Table.Select(column => column.Value(line));

    // A lone dash stands for a choice that gave none, and is no formula.
    private static string? FinishReasons(IReadOnlyList<string?> reasons) =>
        reasons is [null] ? "-" : CsvField.OfText(string.Join(' ', reasons.Select(reason => reason ?? "-")));
}
