namespace VllmStream.Cli;

/// <summary>What this process was started on; decides colours and characters.</summary>
/// <param name="StdoutIsTerminal">True if a person may be looking at stdout.</param>
/// <param name="Term">The variable TERM.</param>
/// <param name="NoColor">True if NO_COLOR is set to anything (no-color.org).</param>
/// <param name="StdinIsTerminal">True if a person may press keys.</param>
/// <param name="IsJob">True if CI is set: nobody looks, and a screen would wait for its key for ever.</param>
internal sealed record TerminalFacts(bool StdoutIsTerminal, string? Term, bool NoColor, bool StdinIsTerminal = false, bool IsJob = false)
{
    /// <summary>True if there can be a screen: somebody may look and press keys, and the terminal can do more than scroll.</summary>
    public bool TakesScreen => StdoutIsTerminal && StdinIsTerminal && !IsDumb;

    /// <summary>True if a run is shown on a screen unless somebody says otherwise.</summary>
    public bool WantsScreen => TakesScreen && !IsJob;

    /// <summary>True if the terminal says that it can do nothing.</summary>
    public bool IsDumb => Term == "dumb";

    /// <summary>True if stdout takes colours.</summary>
    public bool TakesColor => StdoutIsTerminal && !IsDumb && !NoColor;

    /// <summary>Asks the process.</summary>
    internal static TerminalFacts OfProcess() => new(
        !Console.IsOutputRedirected,
        Environment.GetEnvironmentVariable("TERM"),
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        !Console.IsInputRedirected,
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")));
}
