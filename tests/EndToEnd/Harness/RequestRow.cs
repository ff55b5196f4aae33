using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>A line of type request. A key that is missing is an error, as the set of keys is fixed; null is null.</summary>
internal sealed class RequestRow(JsonElement line)
{
    public JsonElement Line { get; } = line;

    public long Id => Line.GetProperty("id").GetInt64();

    public string Group => Text("group")!;

    public string Endpoint => Text("endpoint")!;

    public string Phase => Text("phase")!;

    public int Attempt => Line.GetProperty("attempt").GetInt32();

    public string Outcome => Text("outcome")!;

    public long? HttpStatus => Whole("http_status");

    public string? ErrorKind => Error is { } error ? Text(error, "kind") : null;

    public string? ErrorMessage => Error is { } error ? Text(error, "message") : null;

    public IReadOnlyList<string> Warnings => [.. Line.GetProperty("warnings").EnumerateArray().Select(w => w.GetString()!)];

    public string? Conn => Text("conn");

    public double ScheduledMs => Number("scheduled_ms")!.Value;

    public double? SentMs => Number("sent_ms");

    public double? ConnectedMs => Number("connected_ms");

    public double? HeadersMs => Number("headers_ms");

    public double? FirstByteMs => Number("first_byte_ms");

    public double? FirstEventMs => Number("first_event_ms");

    public double? FirstTokenMs => Number("first_token_ms");

    public double? FirstVisibleMs => Number("first_visible_ms");

    public double? LastTokenMs => Number("last_token_ms");

    public double? EndMs => Number("end_ms");

    public long? PromptTokens => Whole("prompt_tokens");

    public long? CachedTokens => Whole("cached_tokens");

    public long? OutputTokens => Whole("output_tokens");

    public long? ReasoningTokens => Whole("reasoning_tokens");

    public string? TokenSource => Text("token_source");

    public long? TokenizerTokens => Whole("tokenizer_tokens");

    public long TokenEvents => Whole("token_events") ?? 0;

    public long Events => Whole("events") ?? 0;

    public long Reads => Whole("reads") ?? 0;

    public long Comments => Whole("comments") ?? 0;

    public long Bytes => Whole("bytes") ?? 0;

    public IReadOnlyList<string?> FinishReasons => [.. Line.GetProperty("finish_reasons").EnumerateArray().Select(r => r.GetString())];

    public bool DoneMarker => Line.GetProperty("done_marker").GetBoolean();

    public string? StreamShape => Text("stream_shape");

    public double? MaxGapMs => Number("max_gap_ms");

    public double? TtftMs => Metric("ttft_ms");

    public double? TtfcMs => Metric("ttfc_ms");

    public double? TpotMs => Metric("tpot_ms");

    public double? E2eMs => Metric("e2e_ms");

    public double? WaitMs => Metric("wait_ms");

    public double? TokensPerS => Metric("tokens_per_s");

    public double? ItlP50Ms => Metric("itl_p50_ms");

    /// <summary>Gaps between token events in milliseconds; only with <c>--record gaps</c>.</summary>
    public IReadOnlyList<double> GapsMs => [.. Line.GetProperty("gaps_us").EnumerateArray().Select(g => g.GetDouble() / 1000)];

    /// <summary>A mark (<c>first_token_ms</c>, …) counted from sending instead of from the schedule.</summary>
    public double? SinceSent(string mark) => Number(mark) is { } at && SentMs is { } sent ? at - sent : null;

    public double? Metric(string name) => Number(Line.GetProperty("m"), name);

    public override string ToString() => Line.GetRawText();

    private JsonElement? Error => Line.GetProperty("error") is { ValueKind: JsonValueKind.Object } error ? error : null;

    private string? Text(string key) => Text(Line, key);

    private long? Whole(string key) => Number(Line, key) is { } number ? (long)number : null;

    private double? Number(string key) => Number(Line, key);

    private static string? Text(JsonElement from, string key) =>
        from.GetProperty(key) is { ValueKind: not JsonValueKind.Null } value ? value.GetString() : null;

    private static double? Number(JsonElement from, string key) =>
        from.GetProperty(key) is { ValueKind: not JsonValueKind.Null } value ? value.GetDouble() : null;
}
