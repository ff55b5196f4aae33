namespace VllmStream.Cli;

/// <summary>Two sides of one run, or of several that a tag tells apart.</summary>
/// <param name="IsMode">True for streaming against not streaming, false for two groups.</param>
/// <param name="GroupA">The base; null = the first of exactly two groups.</param>
/// <param name="GroupB">What is held against it; null = the second.</param>
internal sealed record ComparedParts(bool IsMode, string? GroupA, string? GroupB)
{
    /// <summary>The tag whose value says on which side a run is; null = sides of one run.</summary>
    public string? Tag { get; init; }

    /// <summary>Its two values; null = those there are.</summary>
    public (string A, string B)? TagValues { get; init; }
}
