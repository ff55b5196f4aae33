namespace VllmStream.Profiling.Recording;

/// <summary>How a request ended; a closed list. Only <see cref="Ok"/>, <see cref="OkEmpty"/> and <see cref="NotStreamed"/> are successes.</summary>
public enum Outcome
{
    /// <summary>The answer is complete and has at least one token.</summary>
    Ok,

    /// <summary>The answer finished with no output token.</summary>
    OkEmpty,

    /// <summary>A streamed answer was asked for and one whole JSON document came.</summary>
    NotStreamed,

    /// <summary>A status outside 200..299 other than 429.</summary>
    HttpError,

    /// <summary>Status 429.</summary>
    RateLimited,

    /// <summary>No connection: refused, dns, tls, ports, fds, unreachable (the error's kind says which).</summary>
    ConnectError,

    /// <summary>A kept connection was closed by the server before it answered, and the one resend failed the same way.</summary>
    StaleConnection,

    /// <summary>The connection broke, or the body ended before its framing said so.</summary>
    Reset,

    /// <summary>No connection within --timeout-connect.</summary>
    TimeoutConnect,

    /// <summary>No token within --timeout-first-token.</summary>
    TimeoutFirstToken,

    /// <summary>No event for --timeout-idle in the middle of an answer.</summary>
    TimeoutIdle,

    /// <summary>The request took longer than --timeout-total.</summary>
    TimeoutTotal,

    /// <summary>An error object in the stream before any token.</summary>
    ErrorInband,

    /// <summary>An error object in the stream after at least one token.</summary>
    ErrorInbandPartial,

    /// <summary>The body ended cleanly but the answer did not finish; a [DONE] behind nothing finishes nothing.</summary>
    Truncated,

    /// <summary>Not HTTP, not SSE, or unreadable.</summary>
    ProtocolError,

    /// <summary>A validation rule of the scenario failed.</summary>
    InvalidResponse,

    /// <summary>We ended it: the drain limit, or a planned cancellation.</summary>
    CancelledByUs,
}
