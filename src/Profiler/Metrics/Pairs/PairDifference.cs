namespace VllmStream.Profiling.Metrics.Pairs;

/// <summary>Streamed minus not streamed, in milliseconds: above 0 streaming costs.</summary>
/// <param name="Value">The difference; null without pairs.</param>
/// <param name="Low">Lower end of its 95 % interval; null from too few pairs.</param>
/// <param name="High">Upper end.</param>
public sealed record PairDifference(double? Value, double? Low, double? High)
{
    /// <summary>Not known.</summary>
    public static PairDifference None { get; } = new(null, null, null);

    /// <summary>True when there is an interval and it holds 0.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool SpansZero => Low <= 0 && High >= 0;
}
