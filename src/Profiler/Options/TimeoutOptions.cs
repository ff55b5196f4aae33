namespace VllmStream.Profiling.Options;

/// <summary>Limits of one request; null = none.</summary>
public sealed record TimeoutOptions
{
    /// <summary>Name, TCP and TLS together.</summary>
    public TimeSpan? Connect { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Sent to first token (to the end of the answer when it is not streamed).</summary>
    public TimeSpan? FirstToken { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Between two events with data, once the first token is there; comments do not count as life.</summary>
    public TimeSpan? Idle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Sent to end.</summary>
    public TimeSpan? Total { get; init; }
}
