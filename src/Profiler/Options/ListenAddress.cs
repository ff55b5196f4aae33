namespace VllmStream.Profiling.Options;

/// <summary>Where something of ours listens.</summary>
/// <param name="Host">A name or an address of this machine.</param>
/// <param name="Port">Its port; 0 = any free one.</param>
public sealed record ListenAddress(string Host, int Port)
{
    /// <summary>Host and port as a URL has them.</summary>
    public string Authority => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
