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

    /// <summary>A load that goes up and down: its stages, such as <c>30s:2,2m>8</c>, of requests/s (open) or in flight (closed); null = the same all along.</summary>
    public string? Stages { get; init; }

    /// <summary>Open loop: name of the file whose times are sent again; null = a rate.</summary>
    public string? Trace { get; init; }

    /// <summary>Open loop: how many times faster than recorded; null without a trace.</summary>
    public double? Speed { get; init; }

    /// <summary>Users who leave, such as <c>5% after 2s</c>; null = all stay.</summary>
    public string? Cancel { get; init; }

    /// <summary>Open loop: planned arrivals per second; with stages their mean, of a trace that of the part which is sent.</summary>
    public double? RatePerS { get; init; }

    /// <summary>Open loop: what arrives: requests, or sessions and tasks, which have several requests each.</summary>
    public string? Arrivals { get; init; }

    /// <summary>Open loop: poisson, constant or gamma.</summary>
    public string? Arrival { get; init; }

    /// <summary>Open loop: shape of the gamma distribution.</summary>
    public double? Burstiness { get; init; }

    /// <summary>Open loop: most in flight; null = no cap.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>Seed of the plan.</summary>
    public long? Seed { get; init; }
}
