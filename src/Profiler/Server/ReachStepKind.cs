namespace VllmStream.Profiling.Server;

/// <summary>What is tried, one after the other, to reach a server.</summary>
public enum ReachStepKind
{
    /// <summary>Its name becomes addresses.</summary>
    Resolve,

    /// <summary>The proxy that is used, or none.</summary>
    Proxy,

    /// <summary>A TCP connection.</summary>
    TcpConnect,

    /// <summary>The TLS handshake.</summary>
    Tls,

    /// <summary>GET /v1/models.</summary>
    Models,
}
