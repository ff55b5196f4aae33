namespace VllmStream.Simulation;

/// <summary>A pause that was put into a sequence on purpose.</summary>
/// <param name="Token">The token that it delayed.</param>
/// <param name="FromTicks">When it began.</param>
/// <param name="LengthTicks">How long it lasted.</param>
internal readonly record struct Stall(int Token, long FromTicks, long LengthTicks);
