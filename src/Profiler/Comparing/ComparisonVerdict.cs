namespace VllmStream.Profiling.Comparing;

/// <summary>What two figures say about each other.</summary>
public enum ComparisonVerdict
{
    /// <summary>Not enough samples, or not enough that are independent, to say anything.</summary>
    TooFewSamples,

    /// <summary>No difference that is both more than chance and more than the threshold.</summary>
    NoEvidence,

    /// <summary>b is better.</summary>
    Better,

    /// <summary>b is worse.</summary>
    Worse,
}
