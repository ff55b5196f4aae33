namespace VllmStream.Profiling.Options;

/// <summary>A command line that cannot be run: one readable line, and at most one command that would work. Leads to exit code 2.</summary>
public sealed class OptionException(string message, string? attempt = null) : Exception(message)
{
    /// <summary>A command or option to try, for the line <c>try: …</c>; null = none.</summary>
    public string? Attempt { get; } = attempt;
}
