using VllmStream.Profiling.Api;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Recording;

/// <summary>What one answer said, once its body has ended: everything of a <see cref="RequestRecord"/> that comes from the body.</summary>
public readonly record struct AnswerResult()
{
    /// <summary>How the answer ended; null when the body did not end cleanly and nothing in it decides: then the caller knows why.</summary>
    public Outcome? Outcome { get; init; }

    /// <summary>Why it failed; null on success, or when the caller decides.</summary>
    public RequestError? Error { get; init; }

    /// <summary>The error the server reported in the answer, in its own words; null without one.</summary>
    public ApiError? InbandError { get; init; }

    /// <summary>Counted oddities.</summary>
    public StreamWarnings Warnings { get; init; }

    /// <summary>True when the body was an event stream.</summary>
    public bool IsEventStream { get; init; }

    /// <summary>True when the first chunk was a role-only one.</summary>
    public bool RoleFirst { get; init; }

    /// <summary>Entries of the list that the answer is; null for other answers.</summary>
    public int? Items { get; init; }

    /// <summary>Length of the first vector of the list; null without one.</summary>
    public int? Dimensions { get; init; }

    /// <summary>Prompt tokens by the server.</summary>
    public long? PromptTokens { get; init; }

    /// <summary>Prompt tokens from a cache, by the server.</summary>
    public long? CachedTokens { get; init; }

    /// <summary>Generated tokens of all choices.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>Reasoning tokens by the server.</summary>
    public long? ReasoningTokens { get; init; }

    /// <summary>Where <see cref="OutputTokens"/> comes from.</summary>
    public TokenSource TokenSource { get; init; }

    /// <summary>Events that carried a token.</summary>
    public int TokenEvents { get; init; }

    /// <summary>Tokens of the first of them; 0 without any.</summary>
    public int FirstEventTokens { get; init; }

    /// <summary>Events with data, end markers included.</summary>
    public int Events { get; init; }

    /// <summary>Events that are no JSON.</summary>
    public int MalformedEvents { get; init; }

    /// <summary>End markers.</summary>
    public int DoneCount { get; init; }

    /// <summary>True when the end marker came.</summary>
    public bool DoneMarker => DoneCount > 0;

    /// <summary>Events after the first end marker, further markers included; they are among <see cref="Events"/> and nothing else of them counts.</summary>
    public int EventsAfterDone { get; init; }

    /// <summary>Lines of the field <c>error</c>, which is none of the standard.</summary>
    public int ErrorFields { get; init; }

    /// <summary>Events that were separated by a single line end and had to be taken apart.</summary>
    public int SplitEvents { get; init; }

    /// <summary>Comment lines.</summary>
    public int Comments { get; init; }

    /// <summary>Events with empty data, and blocks with a type but no data.</summary>
    public int Heartbeats { get; init; }

    /// <summary>Everything that only keeps the connection alive.</summary>
    public int KeepAlives => Comments + Heartbeats;

    /// <summary>Lines that mean nothing in an event stream.</summary>
    public int UnknownLines { get; init; }

    /// <summary>True when the body ended in a piece of an event that was not counted.</summary>
    public bool HasPartialTail { get; init; }

    /// <summary>Reads that brought body bytes.</summary>
    public int Reads { get; init; }

    /// <summary>The most events one read completed.</summary>
    public int MaxEventsPerRead { get; init; }

    /// <summary>Body bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>finish_reason by choice index; null where none came.</summary>
    public IReadOnlyList<string?> FinishReasons { get; init; } = [];

    /// <summary>How it came over the wire.</summary>
    public StreamShape Shape { get; init; }

    /// <summary>Gaps between token events in microseconds, in an array rented from the shared pool; whoever takes the result owns it (see <see cref="RequestRecord.OwnGaps"/>).</summary>
    public int[] Gaps { get; init; } = [];

    /// <summary>Number of gaps.</summary>
    public int GapCount { get; init; }
}
