namespace VllmStream.Profiling.Metrics.Pairs;

/// <summary>Pairs that compare nothing, by the reason.</summary>
/// <param name="StreamFailed">The streamed member failed alone.</param>
/// <param name="NonstreamFailed">The other one failed alone.</param>
/// <param name="BothFailed">Both failed.</param>
/// <param name="NotStreamed">A stream was asked for and a whole document came.</param>
/// <param name="Retried">A member took more than one attempt, so its latency holds a wait of ours.</param>
/// <param name="HalfSent">Only one member ended: the run, or its file, was over before the other.</param>
public sealed record PairLosses(long StreamFailed, long NonstreamFailed, long BothFailed, long NotStreamed, long Retried, long HalfSent)
{
    /// <summary>None.</summary>
    public static PairLosses None { get; } = new(0, 0, 0, 0, 0, 0);

    /// <summary>All of them.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public long Sum => StreamFailed + NonstreamFailed + BothFailed + NotStreamed + Retried + HalfSent;

    /// <summary>Adds those of another run.</summary>
    public PairLosses Plus(PairLosses other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new PairLosses(
            StreamFailed + other.StreamFailed, NonstreamFailed + other.NonstreamFailed, BothFailed + other.BothFailed,
            NotStreamed + other.NotStreamed, Retried + other.Retried, HalfSent + other.HalfSent);
    }
}
