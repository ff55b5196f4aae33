namespace VllmStream.Cli.Commands;

/// <summary>Sends one request and shows its whole timeline.</summary>
internal static class ProbeCommand
{
    /// <summary>Does it; the result is the exit code.</summary>
    internal static Task<int> ExecuteAsync(ParsedRun run) => throw new NotSupportedException("probe has no body yet");
}
