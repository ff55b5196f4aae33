namespace VllmStream.Cli;

/// <summary>A command line of sim, read and validated.</summary>
/// <param name="Simulator">The simulator's settings.</param>
/// <param name="Output">Talk.</param>
/// <param name="Warnings">Lines for stderr before it listens.</param>
internal sealed record ParsedSim(SimulatorSettings Simulator, OutputOptions Output, IReadOnlyList<string> Warnings);
