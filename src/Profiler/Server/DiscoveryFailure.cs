namespace VllmStream.Profiling.Server;

/// <summary>Why a server could not be asked about itself.</summary>
/// <param name="Status">HTTP status; null when no answer came.</param>
/// <param name="Text">One line for a person.</param>
/// <param name="Body">What the server said; null when it said nothing.</param>
public sealed record DiscoveryFailure(int? Status, string Text, string? Body)
{
    /// <summary>True when the server is there and its certificate is not believed.</summary>
    public bool IsCertificate { get; init; }

    /// <summary>True when HTTP/2 was asked for and the server answers in HTTP/1.1.</summary>
    public bool IsHttp1 { get; init; }
}
