namespace VllmStream.Cli.Commands;

/// <summary>Serves the simulator until it is stopped.</summary>
internal static class SimCommand
{
    /// <summary>Does it; the result is the exit code.</summary>
    internal static Task<int> ExecuteAsync(ParsedSim sim) => throw new NotSupportedException("sim has no body yet");
}
