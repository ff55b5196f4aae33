namespace VllmStream.Profiling.Metrics;

/// <summary>Why a request has no value of a metric.</summary>
public enum AbsenceReason
{
    /// <summary>It has one.</summary>
    None,

    /// <summary>The request never reached the socket.</summary>
    NotSent,

    /// <summary>The answer was not streamed: no token has a time of its own.</summary>
    NotStreamed,

    /// <summary>No event carried a generated token.</summary>
    NoToken,

    /// <summary>No event carried visible content.</summary>
    NoVisibleContent,

    /// <summary>Nobody counted the tokens.</summary>
    TokensUnknown,

    /// <summary>Fewer than two tokens.</summary>
    UnderTwoTokens,

    /// <summary>All tokens came at one instant.</summary>
    NoSpan,

    /// <summary>Something in between held the whole answer back, so its times are not the server's.</summary>
    Buffered,

    /// <summary>The marks contradict each other (an answer before the request was sent in full).</summary>
    OutOfOrder,

    /// <summary>Fewer samples than the percentile needs.</summary>
    TooFewSamples,
}
