namespace VllmStream.Profiling.Options;

/// <summary>A length in tokens: a mean, and a standard deviation that is 0 for a fixed length.</summary>
/// <param name="Mean">Tokens.</param>
/// <param name="StandardDeviation">Tokens; draws are normal, rounded and kept at 1 or more.</param>
public readonly record struct LengthSpec(int Mean, double StandardDeviation);
