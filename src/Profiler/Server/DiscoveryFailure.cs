namespace VllmStream.Profiling.Server;

/// <summary>Why a server could not be asked about itself.</summary>
/// <param name="Status">HTTP status; null when no answer of it came.</param>
/// <param name="Text">One line for a person.</param>
public sealed record DiscoveryFailure(int? Status, string Text)
{
    /// <summary>What the server said; empty when it said nothing.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Why there is no TLS with a server that is there, so that waiting does not help; null = something else is wrong.</summary>
    public TlsProblem? Tls { get; init; }

    /// <summary>Where the server sent us instead; null when it did not.</summary>
    public Redirect? Redirect { get; init; }

    /// <summary>True when HTTP/2 was asked for and the server answers in HTTP/1.1.</summary>
    public bool IsHttp1 { get; init; }

    /// <summary>The status with which the proxy answered in the server's place; null when it passed us on.</summary>
    public int? ProxyStatus { get; init; }

    /// <summary>True when the same question may have an answer later: nobody is there yet, or a gateway says so for a server that starts.</summary>
    public bool MayPass => (ProxyStatus ?? Status) is null or >= 500 && Tls is null && !IsHttp1;
}
