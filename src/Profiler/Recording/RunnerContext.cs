using VllmStream.Profiling.Http.Http2;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Recording;

/// <summary>What all requests of one lane share; only the lane differs from one to the other. Immutable.</summary>
public sealed class RunnerContext
{
    /// <summary>Where the requests run; it opens and keeps their connections.</summary>
    public required Lane Lane { get; init; }

    /// <summary>Where they go.</summary>
    public required ConnectTarget Target { get; init; }

    /// <summary>Carries them over HTTP/2; null = HTTP/1.1 over the lane's own connections.</summary>
    public Http2Client? Http2 { get; init; }

    /// <summary>How each kind of request is written and read, by its number.</summary>
    public required IReadOnlyList<RequestRoute> Routes { get; init; }

    /// <summary>Limits of one request.</summary>
    public required TimeoutOptions Timeouts { get; init; }

    /// <summary>First part of X-Request-Id; the request's number follows.</summary>
    public required string RequestIdPrefix { get; init; }

    /// <summary>Watches requests in flight.</summary>
    public required ActiveRequests Active { get; init; }

    /// <summary>True keeps the generated text of every answer for a tokenizer.</summary>
    public bool KeepTexts { get; init; }

    /// <summary>True keeps the body of every answer for its record.</summary>
    public bool KeepBodies { get; init; }
}
