namespace VllmStream.Simulation;

/// <summary>A fault or a profile, as it is documented.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Usage">How it is written, with its arguments and their defaults; for a profile the script that is part of it.</param>
/// <param name="Help">What it does, in one line.</param>
public sealed record FaultEntry(string Name, string Usage, string Help);
