namespace VllmStream.Tests.Simulator.Faults;

/// <summary>A script over a generated answer of four tokens, and what must be true of it.</summary>
internal sealed record FaultRow(string Script, Func<RawAnswer, bool> Holds);
