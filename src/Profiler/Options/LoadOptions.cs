namespace VllmStream.Profiling.Options;

/// <summary>The one load shape of a run.</summary>
public sealed record LoadOptions
{
    /// <summary>Closed or open loop.</summary>
    public LoadKind Kind { get; init; } = LoadKind.Closed;

    /// <summary>Users: how many begin per second; null = all at once.</summary>
    public double? SpawnRate { get; init; }

    /// <summary>Users: what each waits between two tasks.</summary>
    public Scenarios.TimeRange Think { get; init; }

    /// <summary>Users who leave before their answer is there; null = all stay.</summary>
    public CancelTerm? Cancel { get; init; }

    /// <summary>Closed loop: requests in flight, with stages the most. Users: how many.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>Stretches of other rates, or of other numbers in flight, one after the other; empty = the same all along.</summary>
    public IReadOnlyList<LoadStage> Stages { get; init; } = [];

    /// <summary>Open loop: recorded times, in place of a rate; null = a rate.</summary>
    public Traces.Trace? Trace { get; init; }

    /// <summary>Open loop: requests per second; with stages or a trace their mean, 0 for a trace of one instant.</summary>
    public double RatePerSecond { get; init; }

    /// <summary>Open loop: distribution of the gaps.</summary>
    public ArrivalKind Arrival { get; init; } = ArrivalKind.Poisson;

    /// <summary>Open loop: gamma shape.</summary>
    public double Burstiness { get; init; } = 1;

    /// <summary>Open loop: most requests in flight; null = no cap.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>Which part of the plan is sent from here; all numbers above are of the whole.</summary>
    public PlanShare Share { get; init; } = PlanShare.Whole;

    /// <summary>How bytes are sent and received.</summary>
    public TransportKind Transport { get; init; } = OperatingSystem.IsLinux() ? TransportKind.Epoll : TransportKind.Portable;

    /// <summary>Event loops; null = one for each core but one.</summary>
    public int? Loops { get; init; }
}
