namespace VllmStream.Profiling.Sweeping;

/// <summary>Sweep options read from a command line.</summary>
/// <param name="Options">The options.</param>
/// <param name="Warnings">Lines the user should see before the sweep.</param>
public sealed record SweepReading(SweepOptions Options, IReadOnlyList<string> Warnings);
