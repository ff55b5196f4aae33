namespace VllmStream.Profiling.Server;

/// <summary>What a server says about itself; null = it did not say.</summary>
/// <param name="Name">vLLM, or the Server field.</param>
/// <param name="Version">Its version.</param>
/// <param name="Models">Model names of /v1/models, in order.</param>
public sealed record ServerFacts(string? Name, string? Version, IReadOnlyList<string> Models)
{
    /// <summary>Tokens of prompt and answer that a model takes together, by its name, of those that the server tells (max_model_len).</summary>
    public IReadOnlyDictionary<string, int> ContextLengths { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>How far its clock is ahead of ours, by the Date of its answer; null when that has none.</summary>
    public TimeSpan? ClockAhead { get; init; }

    /// <summary>Tokens that a model takes; null = unknown.</summary>
    public int? ContextOf(string model) => ContextLengths.TryGetValue(model, out var tokens) ? tokens : null;
}
