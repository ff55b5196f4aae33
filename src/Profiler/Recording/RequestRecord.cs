using System.Buffers;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Recording;

/// <summary>Everything known about one attempt of one request; made once, when it has ended; only a tokenizer's count comes later.</summary>
public sealed class RequestRecord
{
    private int[] _gaps = [];
    private long? _outputTokens;
    private TokenSource _tokenSource;

    /// <summary>Number of the request in the plan, from 0; attempts of one request share it.</summary>
    public required long Id { get; init; }

    /// <summary>The named kind of request.</summary>
    public required string Group { get; init; }

    /// <summary>Endpoint word (chat, completions, ...).</summary>
    public required string Endpoint { get; init; }

    /// <summary>True when the request asked for a streamed answer.</summary>
    public required bool Streaming { get; init; }

    /// <summary>True when the plan counts it as warm-up: recorded, marked and excluded.</summary>
    public required bool Warmup { get; init; }

    /// <summary>The pair that it is a member of; null = of none.</summary>
    public long? Pair { get; init; }

    /// <summary>1 for the first attempt.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>True when another attempt of the same request follows: recorded, and not counted as a request of its own. Set before the record is handed over.</summary>
    public bool WillRetry { get; set; }

    /// <summary>Number of the measured window in which it was due, from 1; a warm-up is before the first. Set by the aggregator.</summary>
    public int Window { get; set; } = 1;

    /// <summary>How it ended.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>True when its user left before the answer was there, as planned: neither a success nor a failure.</summary>
    public bool HasLeft => Outcome == Outcome.CancelledByUs && Error?.Kind == RequestError.Left;

    /// <summary>HTTP status; null when no response head came.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Why it failed; null on success.</summary>
    public RequestError? Error { get; init; }

    /// <summary>Seconds of a Retry-After header; null without one.</summary>
    public double? RetryAfterSeconds { get; init; }

    /// <summary>Counted oddities.</summary>
    public StreamWarnings Warnings { get; init; }

    /// <summary>True when a kept connection carried it; null when there was no connection.</summary>
    public bool? ConnectionReused { get; init; }

    /// <summary>Time spent on name, TCP and TLS of a new connection, in ticks; 0 = not done.</summary>
    public ConnectPhases Connect { get; init; }

    /// <summary>Its marks, in ticks.</summary>
    public required RequestMarks Marks { get; init; }

    /// <summary>Tokens that the prompt was made to have; null for a given prompt.</summary>
    public int? AskedTokens { get; init; }

    /// <summary>max_tokens that was asked for; null = the server's default. For a screen, not for the record.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Prompt tokens by the server; null when it did not say.</summary>
    public long? PromptTokens { get; init; }

    /// <summary>Prompt tokens served from a cache; absent is not 0.</summary>
    public long? CachedTokens { get; init; }

    /// <summary>True for what a user does once before the load: recorded, and part of no figure.</summary>
    public bool IsSetup => Id < 0;

    /// <summary>Entries of the list that the answer is; null for other answers.</summary>
    public int? Items { get; init; }

    /// <summary>Length of the first vector of the list; null without one.</summary>
    public int? Dimensions { get; init; }

    /// <summary>Generated tokens of all choices, by <see cref="TokenSource"/>.</summary>
    public long? OutputTokens
    {
        get => _outputTokens;
        init => _outputTokens = value;
    }

    /// <summary>Reasoning tokens by the server.</summary>
    public long? ReasoningTokens { get; init; }

    /// <summary>Where <see cref="OutputTokens"/> comes from.</summary>
    public TokenSource TokenSource
    {
        get => _tokenSource;
        init => _tokenSource = value;
    }

    /// <summary>What a tokenizer makes of the generated text; null when it was not asked, or the text is not what was generated.</summary>
    public long? TokenizerTokens { get; set; }

    /// <summary>Events that carried a generated token.</summary>
    public int TokenEvents { get; init; }

    /// <summary>Tokens in the first token event: known from continuous usage or token ids, else taken as one.</summary>
    public int FirstEventTokens { get; init; }

    /// <summary>Events with data, the end marker included.</summary>
    public int Events { get; init; }

    /// <summary>Reads that brought body bytes.</summary>
    public int Reads { get; init; }

    /// <summary>The most events one read completed.</summary>
    public int MaxEventsPerRead { get; init; }

    /// <summary>Comments, and events with empty data.</summary>
    public int Comments { get; init; }

    /// <summary>Body bytes as they came, after transfer decoding.</summary>
    public long Bytes { get; init; }

    /// <summary>finish_reason of each choice, by index; null where none came.</summary>
    public IReadOnlyList<string?> FinishReasons { get; init; } = [];

    /// <summary>True when the first chunk was a role-only one.</summary>
    public bool RoleFirst { get; init; }

    /// <summary>True when [DONE] came.</summary>
    public bool DoneMarker { get; init; }

    /// <summary>How the answer came over the wire.</summary>
    public StreamShape Shape { get; init; }

    /// <summary>Gaps between consecutive token events in microseconds, in order; empty after <see cref="ReleaseGaps"/>.</summary>
    public ReadOnlySpan<int> GapsUs => _gaps.AsSpan(0, GapCount);

    /// <summary>Number of gaps.</summary>
    public int GapCount { get; private set; }

    /// <summary>The body as it came, with --record raw; null otherwise.</summary>
    public string? RawBody { get; init; }

    /// <summary>Values of the step's captures, in their order; null without any. For the rest of its sequence, not for the record.</summary>
    public string[]? Captured { get; set; }

    /// <summary>Visible text of an answer that the next request builds on; null for any other. For the rest of its session, not for the record.</summary>
    public string? Answer { get; set; }

    /// <summary>The generated text on its way to the tokenizer; null otherwise.</summary>
    public TextCollector? Text { get; set; }

    /// <summary>True where the text says how many tokens were generated: each of its pieces came once, and none was held back.</summary>
    public bool IsTextGenerated => (Warnings & (StreamWarnings.CumulativeText | StreamWarnings.HiddenReasoning)) == StreamWarnings.None;

    /// <summary>Takes a tokenizer's count. It is the answer's where nobody who knows has counted; else both stand side by side.</summary>
    public void CountBy(long tokenizerTokens)
    {
        TokenizerTokens = tokenizerTokens;
        if (TokenSource is not (TokenSource.None or TokenSource.Chunks))
            return;
        _outputTokens = tokenizerTokens;
        _tokenSource = TokenSource.Tokenizer;
    }

    /// <summary>Hands over gaps in an array rented from the shared pool; the record owns it until <see cref="ReleaseGaps"/>.</summary>
    public void OwnGaps(int[] rented, int count)
    {
        _gaps = rented;
        GapCount = count;
    }

    /// <summary>Gives the gaps back to the pool. Called once, by the aggregator, after its last look at them.</summary>
    public void ReleaseGaps()
    {
        if (_gaps.Length > 0)
            ArrayPool<int>.Shared.Return(_gaps);
        _gaps = [];
        GapCount = 0;
    }
}
