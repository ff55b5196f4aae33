namespace VllmStream.Simulation;

/// <summary>Pauses that a real server has now and then: of single answers, drawn at random, or of the whole server, periodically.</summary>
public sealed record StallOptions
{
    /// <summary>How long a pause lasts.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Share of the sequences of two tokens or more that pause once, before a token drawn at random; 0 = none.</summary>
    public double Share { get; init; }

    /// <summary>The whole server pauses once in this time, first when it has passed; null = never.</summary>
    public TimeSpan? Period { get; init; }

    internal string? Problem()
    {
        if (Duration <= TimeSpan.Zero) return "a stall must last longer than 0";
        if (!(Share is >= 0 and <= 1)) return "the share of sequences that stall must be between 0 and 1";
        return Period <= Duration ? "stalls must come less often than they last" : null;
    }
}
