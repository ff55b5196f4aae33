namespace VllmStream.Cli.Commands;

/// <summary>Puts load on a server and says what came back.</summary>
internal static class RunCommand
{
    /// <summary>Does it; the result is the exit code.</summary>
    internal static Task<int> ExecuteAsync(ParsedRun run) => throw new NotSupportedException("run has no body yet");
}
