using System.ComponentModel;
using System.Text.Json.Serialization;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Output;

/// <summary>One attempt of one request.</summary>
public sealed record RequestLine : NdjsonLine
{
    /// <summary>Word of this type.</summary>
    public const string Word = "request";

    /// <summary>An empty line.</summary>
    public RequestLine()
        : base(Word)
    {
    }

    /// <summary>Number in the plan.</summary>
    [Description("Number of the request in the plan, from 0; attempts of one request share it.")]
    public long Id { get; init; }

    /// <summary>Group.</summary>
    [Description("Named kind of request.")]
    public string Group { get; init; } = "";

    /// <summary>Endpoint word.</summary>
    [Description("Endpoint word: chat, completions, ...")]
    public string Endpoint { get; init; } = "";

    /// <summary>stream or nonstream.</summary>
    [JsonConverter(typeof(WordConverter))]
    [Description("What was asked for: stream or nonstream.")]
    public string Mode { get; init; } = "stream";

    /// <summary>warmup or running.</summary>
    [Description("Phase the plan sent it in: warmup (recorded, excluded) or running (measured).")]
    public RunPhase Phase { get; init; }

    /// <summary>Attempt.</summary>
    [Description("1 for the first attempt.")]
    public int Attempt { get; init; }

    /// <summary>Another follows.</summary>
    [Description("True when another attempt follows; such a line is no request of its own.")]
    public bool WillRetry { get; init; }

    /// <summary>Outcome.</summary>
    [Description("How it ended; ok, ok_empty and not_streamed are successes.")]
    public Outcome Outcome { get; init; }

    /// <summary>Status.</summary>
    [Description("HTTP status; null when no response head came.")]
    public int? HttpStatus { get; init; }

    /// <summary>Error.</summary>
    [Description("Why it failed; null on success.")]
    public RequestError? Error { get; init; }

    /// <summary>Retry-After.</summary>
    [Description("Seconds of a Retry-After header.")]
    public double? RetryAfterS { get; init; }

    /// <summary>Warnings.</summary>
    [JsonConverter(typeof(WarningsConverter))]
    [Description("Oddities that keep the outcome.")]
    public StreamWarnings Warnings { get; init; }

    /// <summary>new or reused.</summary>
    [JsonConverter(typeof(WordConverter))]
    [Description("new or reused; null when there was no connection.")]
    public string? Conn { get; init; }

    /// <summary>Name resolution.</summary>
    [Description("Name resolution of a new connection, ms.")]
    public double? DnsMs { get; init; }

    /// <summary>TCP.</summary>
    [Description("TCP handshake of a new connection, ms.")]
    public double? TcpMs { get; init; }

    /// <summary>TLS.</summary>
    [Description("TLS handshake of a new connection, ms.")]
    public double? TlsMs { get; init; }

    /// <summary>Scheduled.</summary>
    [Description("Planned send, ms since run start; the other marks count from here.")]
    public double ScheduledMs { get; init; }

    /// <summary>Started.</summary>
    [Description("Begun by this client, ms since scheduled.")]
    public double? StartedMs { get; init; }

    /// <summary>Sent.</summary>
    [Description("Handed to the socket in full, ms since scheduled.")]
    public double? SentMs { get; init; }

    /// <summary>Connected.</summary>
    [Description("New connection ready, ms since scheduled; null on a kept one.")]
    public double? ConnectedMs { get; init; }

    /// <summary>Headers.</summary>
    [Description("End of the response head, ms since scheduled.")]
    public double? HeadersMs { get; init; }

    /// <summary>First body byte.</summary>
    [Description("First byte of the body, ms since scheduled.")]
    public double? FirstByteMs { get; init; }

    /// <summary>First event.</summary>
    [Description("First event with data, ms since scheduled.")]
    public double? FirstEventMs { get; init; }

    /// <summary>First token.</summary>
    [Description("First event with a generated token of any channel, ms since scheduled.")]
    public double? FirstTokenMs { get; init; }

    /// <summary>First visible content.</summary>
    [Description("First visible content, ms since scheduled.")]
    public double? FirstVisibleMs { get; init; }

    /// <summary>Last token.</summary>
    [Description("Last event with a generated token, ms since scheduled.")]
    public double? LastTokenMs { get; init; }

    /// <summary>End.</summary>
    [Description("End of the body or of the attempt, ms since scheduled.")]
    public double? EndMs { get; init; }

    /// <summary>Prompt tokens.</summary>
    [Description("Prompt tokens by the server.")]
    public long? PromptTokens { get; init; }

    /// <summary>Cached.</summary>
    [Description("Prompt tokens served from a cache.")]
    public long? CachedTokens { get; init; }

    /// <summary>Output tokens.</summary>
    [Description("Generated tokens of all choices, by token_source.")]
    public long? OutputTokens { get; init; }

    /// <summary>Reasoning tokens.</summary>
    [Description("Reasoning tokens by the server.")]
    public long? ReasoningTokens { get; init; }

    /// <summary>Source.</summary>
    [Description("Where output_tokens comes from; null when nobody counted.")]
    public TokenSource? TokenSource { get; init; }

    /// <summary>Token events.</summary>
    [Description("Events that carried a generated token.")]
    public int TokenEvents { get; init; }

    /// <summary>Tokens of the first.</summary>
    [Description("Tokens of the first such event, which tokens_per_s leaves out.")]
    public int FirstEventTokens { get; init; }

    /// <summary>Events.</summary>
    [Description("Events with data, the end marker included.")]
    public int Events { get; init; }

    /// <summary>Reads.</summary>
    [Description("Reads that brought body bytes.")]
    public int Reads { get; init; }

    /// <summary>Most events in a read.</summary>
    [Description("The most events that one read completed.")]
    public int MaxEventsPerRead { get; init; }

    /// <summary>Comments.</summary>
    [Description("Comments, and events without data.")]
    public int Comments { get; init; }

    /// <summary>Bytes.</summary>
    [Description("Body bytes.")]
    public long Bytes { get; init; }

    /// <summary>Finish reasons.</summary>
    [Description("finish_reason of each choice.")]
    public IReadOnlyList<string?> FinishReasons { get; init; } = [];

    /// <summary>[DONE].</summary>
    [Description("True when [DONE] came.")]
    public bool DoneMarker { get; init; }

    /// <summary>Shape.</summary>
    [Description("How the answer came over the wire; null when too short to judge.")]
    public StreamShapeKind? StreamShape { get; init; }

    /// <summary>Largest gap.</summary>
    [Description("Largest gap between token events, ms.")]
    public double? MaxGapMs { get; init; }

    /// <summary>Metrics.</summary>
    [Description("Metrics of this request.")]
    public RequestLineMetrics M { get; init; } = new();

    /// <summary>Gaps.</summary>
    [Description("Every gap between token events, in microseconds; null unless --record gaps.")]
    public int[]? GapsUs { get; init; }

    /// <summary>Body.</summary>
    [Description("The body as it came, secrets as ***; null unless --record raw.")]
    public string? Body { get; init; }
}
