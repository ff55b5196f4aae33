namespace VllmStream.Profiling.Output;

/// <summary>What a server says it is; null = unknown.</summary>
/// <param name="Name">vLLM, SGLang, ...</param>
/// <param name="Version">Its version.</param>
public sealed record ServerIdentity(string? Name, string? Version);
