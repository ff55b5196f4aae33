using VllmStream.Profiling.Api;
using VllmStream.Profiling.Http;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Recording;

/// <summary>What all requests of a run share. Immutable; any thread.</summary>
public sealed class RunnerContext
{
    /// <summary>Opens connections.</summary>
    public required ITransport Transport { get; init; }

    /// <summary>Keeps them.</summary>
    public required ConnectionPool Pool { get; init; }

    /// <summary>Where they go.</summary>
    public required ConnectTarget Target { get; init; }

    /// <summary>Writes request heads.</summary>
    public required HttpRequestWriter Writer { get; init; }

    /// <summary>Writes bodies and reads events.</summary>
    public required IEndpoint Endpoint { get; init; }

    /// <summary>Limits of one request.</summary>
    public required TimeoutOptions Timeouts { get; init; }

    /// <summary>First part of X-Request-Id; the request's number follows.</summary>
    public required string RequestIdPrefix { get; init; }

    /// <summary>Watches requests in flight.</summary>
    public required ActiveRequests Active { get; init; }

    /// <summary>True keeps the body of every answer for its record.</summary>
    public bool KeepBodies { get; init; }
}
