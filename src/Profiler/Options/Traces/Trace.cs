namespace VllmStream.Profiling.Options.Traces;

/// <summary>Requests that somebody recorded, to be sent again at the same times with prompts of the same lengths. Immutable.</summary>
/// <param name="File">Where it comes from.</param>
/// <param name="Entries">The requests in the order of their times, the first at 0; never empty.</param>
public sealed record Trace(string File, IReadOnlyList<TraceEntry> Entries)
{
    /// <summary>Tokens of a block, as Mooncake's traces have them.</summary>
    public const int BlockTokens = 512;

    /// <summary>Requests of the file whose lengths it does not know.</summary>
    public int LeftOut { get; init; }

    /// <summary>How many times faster than it was recorded it is sent.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>When request <paramref name="k"/> is due, in seconds from the first.</summary>
    public double DueSeconds(int k) => Entries[k].Seconds / Speed;

    /// <summary>How long all of it takes.</summary>
    public double Seconds => DueSeconds(Entries.Count - 1);

    /// <summary>How many requests come before a time.</summary>
    public int CountBefore(TimeSpan time) => Entries.Count(entry => entry.Seconds / Speed < time.TotalSeconds);
}
