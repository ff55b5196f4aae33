namespace VllmStream.Profiling.Server;

/// <summary>Why there is no TLS with a server.</summary>
/// <param name="Text">One line for a person.</param>
/// <param name="Attempt">What to try; null when we cannot know.</param>
public sealed record TlsProblem(string Text, string? Attempt)
{
    /// <summary>Both in one line.</summary>
    public override string ToString() => Attempt is null ? Text : $"{Text}; try: {Attempt}";
}
