namespace VllmStream.Profiling.Metrics;

/// <summary>A sentence about the numbers.</summary>
/// <param name="Level">info, warning or invalid.</param>
/// <param name="Code">Stable word.</param>
/// <param name="Text">The sentence.</param>
public sealed record Finding(string Level, string Code, string Text)
{
    /// <summary>What to try; null where there is nothing to try.</summary>
    public string? Advice { get; init; }

    /// <summary>The numbers that the sentence stands on, by names that carry their units; null for a finding that is no diagnosis.</summary>
    public IReadOnlyDictionary<string, double>? Evidence { get; init; }
}
