namespace VllmStream.Profiling.Metrics;

/// <summary>Everything about one request in flight at one instant; null = not yet, or not known. Immutable.</summary>
public sealed record LiveTimeline
{
    /// <summary>Its row.</summary>
    public required LiveRequest Request { get; init; }

    /// <summary>Its marks, in microseconds since it was due.</summary>
    public required RequestTimes Times { get; init; }

    /// <summary>Its gaps so far.</summary>
    public required GapCurve Gaps { get; init; }

    /// <summary>Value of its X-Request-Id.</summary>
    public required string RequestId { get; init; }

    /// <summary>HTTP status.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Content-Type of the answer.</summary>
    public string? ContentType { get; init; }

    /// <summary>How long its kept connection had carried nothing, in milliseconds.</summary>
    public double? ConnectionIdleMs { get; init; }

    /// <summary>Tokens that the prompt was made to have.</summary>
    public int? AskedTokens { get; init; }

    /// <summary>Prompt tokens by the server.</summary>
    public long? PromptTokens { get; init; }

    /// <summary>Events with data.</summary>
    public int Events { get; init; }

    /// <summary>Reads that brought body bytes.</summary>
    public int Reads { get; init; }

    /// <summary>Body bytes.</summary>
    public long Bytes { get; init; }
}
