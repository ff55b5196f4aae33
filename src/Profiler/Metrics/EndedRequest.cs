using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics;

/// <summary>An attempt that has ended, as a screen keeps it; immutable. What is not known is null; texts are the server's own, without secrets, and may hold anything else.</summary>
public sealed record EndedRequest
{
    // Of a body that was kept whole.
    private const int MostTail = 2_000;

    /// <summary>Number in the plan, from 0; what users do once before the load is below it.</summary>
    public required long Id { get; init; }

    /// <summary>The named kind of request.</summary>
    public required string Group { get; init; }

    /// <summary>True when a stream was asked for.</summary>
    public required bool Streaming { get; init; }

    /// <summary>True when it does not count.</summary>
    public required bool Warmup { get; init; }

    /// <summary>Number of the measured window in which it was due, from 1.</summary>
    public required int Window { get; init; }

    /// <summary>1 for the first attempt.</summary>
    public required int Attempt { get; init; }

    /// <summary>True when another attempt of the same request follows.</summary>
    public required bool WillRetry { get; init; }

    /// <summary>How it ended.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>Its marks and metrics.</summary>
    public required RequestMetrics Metrics { get; init; }

    /// <summary>Its gaps; none where only their number is known (a file without them).</summary>
    public required GapCurve Gaps { get; init; }

    /// <summary>Number of the token event before which the answer stood still, from 1.</summary>
    public int? StallBefore { get; init; }

    /// <summary>HTTP status.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Stable word of what went wrong.</summary>
    public string? ErrorKind { get; init; }

    /// <summary>What the server, or the system, said.</summary>
    public string? ErrorText { get; init; }

    /// <summary>The last bytes of what the server sent.</summary>
    public string? Tail { get; init; }

    /// <summary>Oddities.</summary>
    public StreamWarnings Warnings { get; init; }

    /// <summary>True when a kept connection carried it.</summary>
    public bool? Reused { get; init; }

    /// <summary>Tokens that the prompt was made to have.</summary>
    public int? AskedTokens { get; init; }

    /// <summary>Prompt tokens by the server.</summary>
    public long? PromptTokens { get; init; }

    /// <summary>Generated tokens, by <see cref="TokenSource"/>.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>Who counted them.</summary>
    public TokenSource TokenSource { get; init; }

    /// <summary>max_tokens that was asked for; null after a file was read, which does not say.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Events that carried a generated token.</summary>
    public int TokenEvents { get; init; }

    /// <summary>Events with data.</summary>
    public int Events { get; init; }

    /// <summary>Reads that brought body bytes.</summary>
    public int Reads { get; init; }

    /// <summary>Body bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>finish_reason of each choice.</summary>
    public IReadOnlyList<string?> FinishReasons { get; init; } = [];

    /// <summary>How the answer came over the wire.</summary>
    public StreamShapeKind Shape { get; init; }

    /// <summary>True when it is neither a success nor the leave of a user that was planned.</summary>
    public bool HasFailed { get; init; }

    /// <summary>Keeps of a record, which still owns its gaps, what a screen shows.</summary>
    internal static EndedRequest Of(RequestRecord record, in RequestMetrics metrics, Func<string, string> redact) => new()
    {
        Id = record.Id,
        Group = record.Group,
        Streaming = record.Streaming,
        Warmup = record.Warmup,
        Window = record.Window,
        Attempt = record.Attempt,
        WillRetry = record.WillRetry,
        Outcome = record.Outcome,
        Metrics = metrics,
        Gaps = GapCurve.Of(record.GapsUs),
        StallBefore = metrics.Smoothness is { LongestBefore: > 0 and var token } ? token : null,
        HttpStatus = record.HttpStatus,
        ErrorKind = record.Error?.Kind,
        ErrorText = record.Error?.Message is { } message ? redact(message) : null,
        Tail = TailOf(record, redact),
        Warnings = record.Warnings,
        Reused = record.ConnectionReused,
        AskedTokens = record.AskedTokens,
        PromptTokens = record.PromptTokens,
        OutputTokens = record.OutputTokens,
        TokenSource = record.TokenSource,
        MaxTokens = record.MaxTokens,
        TokenEvents = record.TokenEvents,
        Events = record.Events,
        Reads = record.Reads,
        Bytes = record.Bytes,
        FinishReasons = record.FinishReasons,
        Shape = record.Shape.Kind,
        HasFailed = !record.Outcome.IsSuccess() && !record.HasLeft,
    };

    // careful: cut behind the redactor, which does not know a secret by its end.
    private static string? TailOf(RequestRecord record, Func<string, string> redact)
    {
        if (record.Outcome.IsSuccess() || (record.Error?.Tail ?? record.RawBody) is not { } text)
            return null;
        text = redact(text);
        return text.Length <= MostTail ? text : text[^MostTail..];
    }
}
