namespace VllmStream.Profiling.Metrics.Pairs;

/// <summary>Whether the two answers of a pair are equally long.</summary>
/// <param name="Known">Whole pairs of which both lengths were counted, by the same source.</param>
/// <param name="Equal">Those with the same number of output tokens.</param>
public sealed record PairLengths(long Known, long Equal)
{
    // A few answers that end a token early move no median.
    private const double Few = 0.1;

    /// <summary>Pairs whose lengths differ.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public long Different => Known - Equal;

    /// <summary>True when so many differ that the difference of a single pair says little about streaming.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool ManyDiffer => Different > Few * Known;
}
