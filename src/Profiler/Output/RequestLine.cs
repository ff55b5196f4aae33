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
    [Description("Number of the request in the plan, from 0; attempts of one request share it. Below 0: what users do once before the load.")]
    public long Id { get; set; }

    /// <summary>Group.</summary>
    [Description("Named kind of request.")]
    public string Group { get; set; } = "";

    /// <summary>Endpoint word.</summary>
    [Description("Endpoint word: chat, completions, ...")]
    public string Endpoint { get; set; } = "";

    /// <summary>stream or nonstream.</summary>
    [JsonConverter(typeof(WordConverter))]
    [Description("What was asked for: stream or nonstream.")]
    public string Mode { get; set; } = "stream";

    /// <summary>Pair.</summary>
    [Description("Number of its pair, whose other member asks the same in the other mode; null without --mode paired.")]
    public long? Pair { get; set; }

    /// <summary>warmup or running.</summary>
    [Description("Phase the plan sent it in: warmup (recorded, excluded) or running (measured).")]
    public RunPhase Phase { get; set; }

    /// <summary>Window.</summary>
    [Description("Number of the measured window in which it was due, from 1; the summary is of the last one.")]
    public int Window { get; set; } = 1;

    /// <summary>Attempt.</summary>
    [Description("1 for the first attempt.")]
    public int Attempt { get; set; }

    /// <summary>Another follows.</summary>
    [Description("True when another attempt follows; such a line is no request of its own.")]
    public bool WillRetry { get; set; }

    /// <summary>Outcome.</summary>
    [Description("How it ended; ok, ok_empty and not_streamed are successes.")]
    public Outcome Outcome { get; set; }

    /// <summary>Status.</summary>
    [Description("HTTP status; null when no response head came.")]
    public int? HttpStatus { get; set; }

    /// <summary>Error.</summary>
    [Description("Why it failed; null on success.")]
    public RequestError? Error { get; set; }

    /// <summary>Retry-After.</summary>
    [Description("Seconds of a Retry-After header.")]
    public double? RetryAfterS { get; set; }

    /// <summary>Warnings.</summary>
    [JsonConverter(typeof(WarningsConverter))]
    [Description("Oddities that keep the outcome.")]
    public StreamWarnings Warnings { get; set; }

    /// <summary>new or reused.</summary>
    [JsonConverter(typeof(WordConverter))]
    [Description("new or reused; null when there was no connection.")]
    public string? Conn { get; set; }

    /// <summary>Name resolution.</summary>
    [Description("Name resolution of a new connection, ms.")]
    public double? DnsMs { get; set; }

    /// <summary>TCP.</summary>
    [Description("TCP handshake of a new connection, ms.")]
    public double? TcpMs { get; set; }

    /// <summary>TLS.</summary>
    [Description("TLS handshake of a new connection, ms.")]
    public double? TlsMs { get; set; }

    /// <summary>Scheduled.</summary>
    [Description("Planned send, ms since run start; the other marks count from here.")]
    public double ScheduledMs { get; set; }

    /// <summary>Started.</summary>
    [Description("Begun by this client, ms since scheduled.")]
    public double? StartedMs { get; set; }

    /// <summary>Sent.</summary>
    [Description("Handed to the socket in full, ms since scheduled.")]
    public double? SentMs { get; set; }

    /// <summary>Connected.</summary>
    [Description("New connection ready, ms since scheduled; null on a kept one.")]
    public double? ConnectedMs { get; set; }

    /// <summary>Headers.</summary>
    [Description("End of the response head, ms since scheduled.")]
    public double? HeadersMs { get; set; }

    /// <summary>First body byte.</summary>
    [Description("First byte of the body, ms since scheduled.")]
    public double? FirstByteMs { get; set; }

    /// <summary>First event.</summary>
    [Description("First event with data, ms since scheduled.")]
    public double? FirstEventMs { get; set; }

    /// <summary>First token.</summary>
    [Description("First event with a generated token of any channel, ms since scheduled.")]
    public double? FirstTokenMs { get; set; }

    /// <summary>First visible content.</summary>
    [Description("First visible content, ms since scheduled.")]
    public double? FirstVisibleMs { get; set; }

    /// <summary>Last token.</summary>
    [Description("Last event with a generated token, ms since scheduled.")]
    public double? LastTokenMs { get; set; }

    /// <summary>End.</summary>
    [Description("End of the body or of the attempt, ms since scheduled.")]
    public double? EndMs { get; set; }

    /// <summary>Entries.</summary>
    [Description("Entries of the list that the answer is: vectors, scores, models; null for other answers.")]
    public int? Items { get; set; }

    /// <summary>Vector length.</summary>
    [Description("Length of the first vector of the list; null without one.")]
    public int? Dimensions { get; set; }

    /// <summary>Tokens asked for.</summary>
    [Description("Tokens that a synthetic prompt was made to have; null for a given prompt, and for later turns of a conversation.")]
    public int? AskedTokens { get; set; }

    /// <summary>Prompt tokens.</summary>
    [Description("Prompt tokens by the server.")]
    public long? PromptTokens { get; set; }

    /// <summary>Cached.</summary>
    [Description("Prompt tokens served from a cache.")]
    public long? CachedTokens { get; set; }

    /// <summary>Output tokens.</summary>
    [Description("Generated tokens of all choices, by token_source.")]
    public long? OutputTokens { get; set; }

    /// <summary>Reasoning tokens.</summary>
    [Description("Reasoning tokens by the server.")]
    public long? ReasoningTokens { get; set; }

    /// <summary>Source.</summary>
    [Description("Where output_tokens comes from; null when nobody counted.")]
    public TokenSource? TokenSource { get; set; }

    /// <summary>The tokenizer's count.</summary>
    [Description("What --tokenizer makes of the generated text, whoever counted output_tokens; null without one, and where the text is not what was generated.")]
    public long? TokenizerTokens { get; set; }

    /// <summary>Token events.</summary>
    [Description("Events that carried a generated token.")]
    public int TokenEvents { get; set; }

    /// <summary>Tokens of the first.</summary>
    [Description("Tokens of the first such event, which tokens_per_s leaves out.")]
    public int FirstEventTokens { get; set; }

    /// <summary>Events.</summary>
    [Description("Events with data, the end marker included.")]
    public int Events { get; set; }

    /// <summary>Reads.</summary>
    [Description("Reads that brought body bytes.")]
    public int Reads { get; set; }

    /// <summary>Most events in a read.</summary>
    [Description("The most events that one read completed.")]
    public int MaxEventsPerRead { get; set; }

    /// <summary>Comments.</summary>
    [Description("Comments, and events without data.")]
    public int Comments { get; set; }

    /// <summary>Bytes.</summary>
    [Description("Body bytes.")]
    public long Bytes { get; set; }

    /// <summary>Finish reasons.</summary>
    [Description("finish_reason of each choice.")]
    public IReadOnlyList<string?> FinishReasons { get; set; } = [];

    /// <summary>[DONE].</summary>
    [Description("True when [DONE] came.")]
    public bool DoneMarker { get; set; }

    /// <summary>Shape.</summary>
    [Description("How the answer came over the wire; null when too short to judge.")]
    public StreamShapeKind? StreamShape { get; set; }

    /// <summary>Burst.</summary>
    [Description("Token events per burst of a batched answer; null otherwise.")]
    public int? BurstEvents { get; set; }

    /// <summary>Burst.</summary>
    [Description("Time from burst to burst of a batched answer, ms; null otherwise.")]
    public double? BurstPeriodMs { get; set; }

    /// <summary>Largest gap.</summary>
    [Description("Largest gap between token events, ms.")]
    public double? MaxGapMs { get; set; }

    /// <summary>Stalls.</summary>
    [Description("Gaps above 250 ms and above five times the median gap; null without gaps.")]
    public int? Stalls { get; set; }

    /// <summary>Their sum.</summary>
    [Description("All stalls together, ms; null without gaps.")]
    public double? StalledMs { get; set; }

    /// <summary>The reader.</summary>
    [Description("How long a reader at 5.289 tokens/s waited for text after the first token, ms; null without gaps.")]
    public double? ReaderWaitMs { get; set; }

    /// <summary>Metrics.</summary>
    [Description("Metrics of this request.")]
    public RequestLineMetrics M { get; set; } = new();

    /// <summary>Gaps.</summary>
    [Description("Every gap between token events, in microseconds; null unless --record gaps.")]
    public int[]? GapsUs { get; set; }

    /// <summary>Body.</summary>
    [Description("The body as it came, secrets as ***; null unless --record raw.")]
    public string? Body { get; set; }
}
