namespace VllmStream.Profiling.Options;

/// <summary>Run options read from a command line.</summary>
/// <param name="Options">The options.</param>
/// <param name="Warnings">Lines the user should see before the run.</param>
public sealed record RunOptionsReading(RunOptions Options, IReadOnlyList<string> Warnings);
