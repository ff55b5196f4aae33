namespace VllmStream.Profiling.Metrics;

/// <summary>The load shape of a run; null = does not apply.</summary>
public sealed record LoadDescription
{
    /// <summary>closed or open.</summary>
    public required string Kind { get; init; }

    /// <summary>Closed loop: requests in flight.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Open loop: planned sends per second.</summary>
    public double? RatePerS { get; init; }

    /// <summary>Open loop: poisson, constant or gamma.</summary>
    public string? Arrival { get; init; }

    /// <summary>Open loop: shape of the gamma distribution.</summary>
    public double? Burstiness { get; init; }

    /// <summary>Open loop: most in flight; null = no cap.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>Seed of the plan.</summary>
    public long? Seed { get; init; }
}
