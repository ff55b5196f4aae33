namespace VllmStream.Profiling.Server;

/// <summary>What a server says about itself; null = it did not say.</summary>
/// <param name="Name">vLLM, or the Server field.</param>
/// <param name="Version">Its version.</param>
/// <param name="Models">Model names of /v1/models, in order.</param>
public sealed record ServerFacts(string? Name, string? Version, IReadOnlyList<string> Models);
