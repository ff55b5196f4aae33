namespace VllmStream.Simulation;

/// <summary>One fault of a script.</summary>
/// <param name="Definition">Its kind.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record Fault(FaultDefinition Definition, FaultArguments Arguments);
