namespace VllmStream.Profiling.Metrics;

/// <summary>The load shape of a run; null = does not apply.</summary>
public sealed record LoadDescription
{
    /// <summary>closed, open or users.</summary>
    public required string Kind { get; init; }

    /// <summary>Users: what each waits between two tasks, such as <c>1s..3s</c>.</summary>
    public string? Think { get; init; }

    /// <summary>Users: how many begin per second; null = all at once.</summary>
    public double? SpawnPerS { get; init; }

    /// <summary>Closed loop: requests in flight. Users: how many.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Open loop whose rate changes: its stages, such as <c>30s:2,2m>8</c>; null = one rate.</summary>
    public string? Stages { get; init; }

    /// <summary>Open loop: planned sends per second; with stages their mean.</summary>
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
