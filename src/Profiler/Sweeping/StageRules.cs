namespace VllmStream.Profiling.Sweeping;

/// <summary>What a stage is judged by.</summary>
public sealed record StageRules
{
    /// <summary>Share of requests that must be good, 0..1.</summary>
    public double Share { get; init; } = 0.95;

    /// <summary>False when good only means that it succeeded.</summary>
    public bool HasSlo { get; init; }

    /// <summary>True when a stage has conditions that are looked at at its end: then it is kept at its end and not before.</summary>
    public bool HasChecks { get; init; }

    /// <summary>Requests per second of an open loop; null where the server sets the pace, and nothing can pile up.</summary>
    public double? RatePerS { get; init; }

    /// <summary>Most in flight under a rate; null = no cap. Where it is full all along, nothing piles up that could be seen.</summary>
    public int? Cap { get; init; }

    /// <summary>How long requests take at a lower load, 90th percentile: in so long the number in flight rises of itself. Null = not known.</summary>
    public double? KnownE2eMs { get; init; }
}
