namespace VllmStream.Profiling.Options;

/// <summary>A length in tokens: a mean, and a standard deviation that is 0 for a fixed length.</summary>
/// <param name="Mean">Tokens.</param>
/// <param name="StandardDeviation">Tokens; draws are rounded and kept at 1 or more.</param>
public readonly record struct LengthSpec(int Mean, double StandardDeviation)
{
    /// <summary>How it is drawn.</summary>
    public LengthLaw Law { get; init; }

    /// <summary>Uniform: the shortest.</summary>
    public int Least { get; init; }

    /// <summary>Uniform: the longest.</summary>
    public int Most { get; init; }

    /// <summary>Every whole number of tokens from the shortest to the longest equally often.</summary>
    /// <param name="least">The shortest, in tokens.</param>
    /// <param name="most">The longest, in tokens; no less than the shortest.</param>
    public static LengthSpec Uniform(int least, int most) => new((int)(((long)least + most) / 2), 0) { Law = LengthLaw.Uniform, Least = least, Most = most };
}
