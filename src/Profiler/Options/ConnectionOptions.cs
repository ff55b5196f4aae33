namespace VllmStream.Profiling.Options;

/// <summary>How the server is reached and who we are to it.</summary>
public sealed record ConnectionOptions
{
    /// <summary>Bearer key; null = none.</summary>
    public Secret? ApiKey { get; init; }

    /// <summary>Where the key came from, for the plan (an option, OPENAI_API_KEY, ...); null without one.</summary>
    public string? ApiKeySource { get; init; }

    /// <summary>Headers of every request.</summary>
    public IReadOnlyList<HeaderOption> Headers { get; init; } = [];

    /// <summary>PEM file of additional trusted roots; null = the system's only.</summary>
    public string? CaCertFile { get; init; }

    /// <summary>File of the certificate that is shown to a server that asks for one; null = none.</summary>
    public string? ClientCertFile { get; init; }

    /// <summary>File of its private key; null = the certificate's file holds it.</summary>
    public string? ClientKeyFile { get; init; }

    /// <summary>True accepts any certificate; loud, and stands in the report.</summary>
    public bool Insecure { get; init; }

    /// <summary>True speaks HTTP/2 and nothing else: by ALPN over TLS, else with prior knowledge.</summary>
    public bool Http2 { get; init; }

    /// <summary>HTTP proxy; null = none. Never set for loopback targets unless the user named it.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Where the proxy came from, for the report (option, HTTPS_PROXY, ...); null without one.</summary>
    public string? ProxySource { get; init; }

    /// <summary>The proxy for a person: its address without what may be a password, and who named it; null without one.</summary>
    public string? ProxyName => Proxy is null ? null : $"{Proxy.Scheme}://{Proxy.Authority} ({ProxySource})";
}
