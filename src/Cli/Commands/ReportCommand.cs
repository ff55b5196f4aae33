namespace VllmStream.Cli.Commands;

/// <summary>Prints the summary of finished runs again.</summary>
internal static class ReportCommand
{
    /// <summary>Does it; the result is the exit code.</summary>
    internal static Task<int> ExecuteAsync(ParsedReport report) => throw new NotSupportedException("report has no body yet");
}
