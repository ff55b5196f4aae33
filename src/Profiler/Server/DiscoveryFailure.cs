namespace VllmStream.Profiling.Server;

/// <summary>Why a server could not be asked about itself.</summary>
/// <param name="Status">HTTP status; null when no answer came.</param>
/// <param name="Text">One line for a person.</param>
/// <param name="Body">What the server said; null when it said nothing.</param>
public sealed record DiscoveryFailure(int? Status, string Text, string? Body)
{
    /// <summary>Why there is no TLS with a server that is there, so that waiting does not help; null = something else is wrong.</summary>
    public TlsProblem? Tls { get; init; }

    /// <summary>Where the server sent us instead; null when it did not.</summary>
    public Redirect? Redirect { get; init; }

    /// <summary>True when HTTP/2 was asked for and the server answers in HTTP/1.1.</summary>
    public bool IsHttp1 { get; init; }
}
